//! What an officer may do, and what it does to the complaint. No action
//! restarts a clock; only a senior's consent moves a limit.

use crate::access::{self, Relation};
use crate::category::Category;
use crate::complainant::{Complainant, HeldQuestion};
use crate::complaint::{Actor, Complaint, Happening, LastAction, Status};
use crate::course::fnv1a;
use crate::decision::{Context, Decision, Happened, Refused, State};
use crate::effect::Notice;
use crate::event::{Action, OfficerActed};
use crate::ids::OfficerId;
use crate::policy::Policy;
use crate::prompts;
use crate::reference::Reference;
use crate::texts;
use crate::{merge, officer_course, officer_senior};

/// The longest text of an officer, in characters. With the words around it a
/// question stays within one WhatsApp message.
pub const MOST_TEXT: usize = 1000;

/// All actions by their names on the wire, in the order of the page.
pub const ACTIONS: [&str; 22] = [
    "acknowledge",
    "first_action",
    "ask",
    "reply",
    "pause",
    "note",
    "outside_number",
    "hand_off",
    "consent",
    "refuse",
    "request_extension",
    "transfer",
    "reclassify",
    "reassign",
    "merge",
    "separate",
    "hasten",
    "explain",
    "dispose",
    "call_back",
    "break_glass",
    "declare_conflict",
];

/// One action in the making.
pub(crate) struct Work<'a> {
    pub(crate) state: &'a State,
    pub(crate) acted: &'a OfficerActed,
    pub(crate) context: &'a Context<'a>,
    pub(crate) complaint: Complaint,
    pub(crate) her: Option<Complainant>,
    pub(crate) decision: Decision,
    /// The line that the history gains.
    pub(crate) line: Happened<'a>,
}

/// Decides on an officer's action.
///
/// # Errors
///
/// [`Refused`] says why not, in words for the officer.
pub(crate) fn act(state: &State, acted: &OfficerActed, context: &Context<'_>) -> Result<Decision, Refused> {
    let found = state.complaint(&acted.reference).ok_or(Refused::NoSuchComplaint)?;
    // First: who transferred it and presses again has no part in it any more,
    // and yet did what was pressed.
    if is_repeat(found, acted) {
        return Ok(Decision::default());
    }
    check_standing(found, acted, context.policy)?;
    check_words(&acted.action)?;
    if found.version != acted.seen_version {
        return Err(Refused::Stale);
    }
    if !is_possible(found, acted.action.name()) {
        let (action, status) = (acted.action.name(), texts::status(crate::Language::English, found.status));
        return Err(merge::why_not(found, action).unwrap_or(Refused::NotNow { action, status }));
    }
    let mut work = Work {
        state,
        acted,
        context,
        complaint: found.clone(),
        her: state.complainant.clone(),
        decision: Decision::default(),
        line: history(acted, context),
    };
    work.apply()?;
    Ok(work.finish(state))
}

/// The actions that this officer may take on the complaint as it stands, by
/// name, in the order of the page.
#[must_use]
pub fn offered(policy: &Policy, complaint: &Complaint, officer: &OfficerId) -> Vec<&'static str> {
    let may = |name: &&str| access::officer_may(policy, complaint, officer, name);
    let own = complaint.course.request.as_ref().is_some_and(|request| request.by == *officer);
    let all = ACTIONS.into_iter().filter(|name| is_possible(complaint, name)).filter(may);
    all.filter(|name| !(own && matches!(*name, "consent" | "refuse"))).collect()
}

/// The same press twice is one: same officer, same action, same words, same
/// version seen.
fn is_repeat(complaint: &Complaint, acted: &OfficerActed) -> bool {
    complaint.last_action.as_ref().is_some_and(|last| *last == last_action(acted))
}

fn last_action(acted: &OfficerActed) -> LastAction {
    // The whole action, target and outcome included: only the same is a repeat.
    let whole = serde_json::to_vec(&acted.action).unwrap_or_default();
    let key = format!("{}:{:x}", acted.action.name(), fnv1a(&whole));
    LastAction { officer: acted.officer.clone(), key, version: acted.seen_version }
}

/// Whether the officer has a part in it, and their office may do this.
fn check_standing(complaint: &Complaint, acted: &OfficerActed, policy: &Policy) -> Result<(), Refused> {
    let action = acted.action.name();
    if access::officer_may(policy, complaint, &acted.officer, action) {
        return Ok(());
    }
    match Relation::of(complaint, &acted.officer) {
        Relation::Stranger => Err(Refused::NotYours),
        _ if complaint.bars(&acted.officer, policy) => Err(Refused::NotYours),
        _ => Err(Refused::NotForYou { action }),
    }
}

/// A text is there and not too long, where the action needs one.
fn check_words(action: &Action) -> Result<(), Refused> {
    let Some(text) = action.text() else { return Ok(()) };
    let field = action.text_field();
    if text.trim().is_empty() {
        return Err(Refused::Missing { field });
    }
    if text.chars().count() > MOST_TEXT {
        return Err(Refused::TooLong { field, most: MOST_TEXT });
    }
    Ok(())
}

/// Whether the workflow has this edge from here.
fn is_possible(complaint: &Complaint, action: &str) -> bool {
    let (open, course) = (complaint.status.is_open(), &complaint.course);
    if course.merged.is_some() && !merge::WHILE_MERGED.contains(&action) {
        return false;
    }
    match action {
        "acknowledge" => open && !complaint.is_acknowledged(),
        "note" | "break_glass" => true,
        "reply" => !complaint.status.is_closed(),
        "call_back" => complaint.status == Status::ClosedUnconfirmed,
        "pause" => open && complaint.category != Category::Violence && !complaint.urgent,
        "request_extension" => {
            open && complaint.category != Category::Violence && !complaint.urgent && course.request.is_none()
        }
        "consent" | "refuse" => open && course.request.is_some(),
        "merge" => open && merge::hindered(complaint).is_none(),
        "separate" => open && course.merged.is_some(),
        "hand_off" => open && course.hand_off.is_none(),
        "outside_number" => open && course.hand_off.is_some(),
        _ => open,
    }
}

impl Work<'_> {
    fn apply(&mut self) -> Result<(), Refused> {
        let (acted, now) = (self.acted, self.context.now);
        match &acted.action {
            Action::Acknowledge => self.acknowledge(),
            Action::Note { .. } => {}
            Action::FirstAction { .. } => self.begin(),
            Action::Ask { text } => self.ask(text),
            Action::Transfer { to, .. } => self.transfer(to)?,
            Action::Dispose { outcome, .. } => {
                // A hand-off whose number nobody knows is no disposal.
                if self.complaint.course.hand_off.is_some() {
                    return Err(Refused::Missing { field: "number" });
                }
                self.reach_milestones();
                self.complaint.outcome = Some(*outcome);
                self.complaint.status = Status::Disposed;
                self.complaint.disposed_at = Some(now);
                self.complaint.course.disposed_by = Some(acted.officer.clone());
                self.complaint.course.request = None;
                let complaint = self.complaint.clone();
                self.tell_her(|language| prompts::ask_solved_of(language, &complaint));
            }
            Action::Pause { reason: _, days, text } => officer_course::pause(self, *days, text)?,
            Action::RequestExtension { until, .. } => officer_course::request(self, *until)?,
            Action::Reclassify { category, area, .. } => {
                officer_course::reclassify(self, *category, area.as_ref())?;
            }
            Action::HandOff { to, number, .. } => {
                officer_course::hand_off(self, *to, number.as_deref())?;
            }
            Action::OutsideNumber { number } => officer_course::number(self, number)?,
            Action::Consent { text } => officer_senior::consent(self, text)?,
            Action::Refuse { .. } => officer_senior::refuse(self)?,
            Action::Merge { into, .. } => merge::merge(self, into)?,
            Action::Separate { .. } => merge::separate(self)?,
            Action::Hasten { .. } => officer_senior::press(self, Notice::Hasten),
            Action::AskExplanation { .. } => officer_senior::press(self, Notice::Explain),
            Action::Reassign { to, .. } => self.give_to(to)?,
            Action::CallBack { found, .. } => officer_senior::call_back(self, *found),
            Action::Reply { text } => officer_senior::reply(self, text),
            Action::BreakGlass { .. } => officer_senior::break_glass(self),
            Action::DeclareConflict { .. } => self.declare_conflict()?,
        }
        Ok(())
    }

    fn finish(mut self, state: &State) -> Decision {
        self.complaint.last_action = Some(last_action(self.acted));
        // Whoever acts has seen what was not delivered.
        (self.complaint.course.missed, self.complaint.course.unreached) = (false, false);
        self.decision.happened(self.line);
        officer_course::end_pause_if_moved(&mut self.complaint, self.context.now, &mut self.decision);
        self.decision.put(self.complaint);
        if self.her != state.complainant {
            self.decision.complainant = self.her.map(|her| Complainant { version: her.version + 1, ..her });
        }
        self.decision
    }

    /// Seen. What is under way already stays so.
    fn acknowledge(&mut self) {
        self.see();
        if self.complaint.status == Status::Registered {
            self.complaint.status = Status::Acknowledged;
        }
    }

    /// The first time counts; anew where it turned out to be violence since.
    pub(crate) fn see(&mut self) {
        if !self.complaint.is_acknowledged() {
            self.complaint.acknowledged_at = Some(self.context.now);
        }
    }

    /// Seen and acted on.
    fn reach_milestones(&mut self) {
        self.see();
        if !self.complaint.is_acted_on() {
            self.complaint.first_action_at = Some(self.context.now);
        }
    }

    /// A first action: something is under way.
    pub(crate) fn begin(&mut self) {
        self.reach_milestones();
        self.complaint.status = Status::InProgress;
    }

    /// Puts the question to her; where her window is closed it waits, and she is
    /// told only that there is one.
    pub(crate) fn ask(&mut self, question: &str) {
        self.see();
        self.complaint.status = Status::AwaitingComplainant;
        let reference = self.complaint.reference.clone();
        self.hold_for_her(question, false);
        self.tell_her(|language| prompts::question(language, &reference, question));
    }

    /// Keeps words for her until she writes, where only a template reaches her.
    pub(crate) fn hold_for_her(&mut self, text: &str, reply: bool) {
        let now = self.context.now;
        let Some(her) = self.her.as_mut() else { return };
        let held = HeldQuestion { reference: self.complaint.reference.clone(), text: text.to_owned(), reply };
        if her.is_quiet() || her.window_until().is_some_and(|until| until <= now) {
            her.held_question = Some(match her.held_question.take() {
                Some(waiting) if waiting.reference == held.reference => waiting.and(held.clone()),
                _ => held.clone(),
            });
        }
        her.asked = Some(held);
    }

    pub(crate) fn tell_her(&mut self, message: impl FnOnce(crate::Language) -> crate::outgoing::Outgoing) {
        if let Some(her) = self.her.as_mut() {
            let message = message(her.language);
            self.decision.tell_her_unasked(her, &self.complaint.reference, self.context.now, message);
        }
    }
}

fn history<'a>(acted: &'a OfficerActed, context: &Context<'_>) -> Happened<'a> {
    let event = match &acted.action {
        Action::Acknowledge => Happening::Acknowledged,
        Action::FirstAction { .. } => Happening::FirstActionReported,
        Action::Note { .. } => Happening::NoteAdded,
        Action::Ask { .. } => Happening::QuestionAsked,
        Action::Transfer { .. } => Happening::Transferred,
        Action::Dispose { .. } => Happening::Disposed,
        Action::Pause { .. } => Happening::Paused,
        Action::RequestExtension { .. } => Happening::ExtensionRequested,
        Action::Consent { .. } => Happening::ExtensionGranted,
        Action::Refuse { .. } => Happening::ExtensionRefused,
        Action::Reclassify { .. } => Happening::Reclassified,
        Action::HandOff { .. } => Happening::HandedOff,
        Action::Merge { .. } => Happening::Merged,
        Action::Separate { .. } => Happening::Separated,
        Action::OutsideNumber { .. } => Happening::OutsideNumberRecorded,
        Action::Hasten { .. } => Happening::Hastened,
        Action::AskExplanation { .. } => Happening::ExplanationAsked,
        Action::Reassign { .. } => Happening::Reassigned,
        Action::CallBack { found, .. } => officer_senior::found(*found),
        Action::Reply { .. } => Happening::Replied,
        Action::BreakGlass { .. } => Happening::GlassBroken,
        Action::DeclareConflict { .. } => Happening::ConflictDeclared,
    };
    let actor = Actor::Officer(acted.officer.clone());
    let mut line = Happened::new(&acted.reference, event, context.now, actor);
    if let Some(text) = acted.action.text() {
        line = line.saying(text);
    }
    match acted.action.code() {
        Some(code) => line.coded(code),
        None => line,
    }
}

/// Five wrong PINs on a link: the cell in-charge is told.
pub(crate) fn link_locked(
    state: &State,
    reference: &Reference,
    officer: &OfficerId,
    context: &Context<'_>,
) -> Decision {
    let mut decision = Decision::default();
    let Some(found) = state.complaint(reference) else { return decision };
    let in_charge = context.reach(found).in_charge().id.clone();
    let mut complaint = found.clone();
    complaint.admit(&in_charge);
    let locked =
        Happened::new(reference, Happening::LinkLocked, context.now, Actor::Officer(officer.clone()));
    decision.happened(locked);
    decision.tell_officer(Notice::LinkLocked, &in_charge, reference);
    decision.put(complaint);
    decision
}

#[cfg(test)]
#[path = "tests/officer.rs"]
mod tests;
