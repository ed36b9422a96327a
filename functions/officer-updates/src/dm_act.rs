//! Stepping in from a line of the District Magistrate's page: to hasten, to
//! ask for an explanation, to give it to another. Each is an event in the
//! complaint. Nothing of hers is shown here.

use domain::calendar_words::moment;
use domain::{Refused, officer};
use helpline::StoreError;
use helpline::act::{self, ActError, Case};
use maud::{Markup, html};

use crate::dm::Board;
use crate::headers::{Answer, HTML};
use crate::page::{Alert, bare};
use crate::page_forms::by_office;
use crate::press::{Press, Wanted};
use crate::request::Fields;
use crate::words_dm as say;
use crate::{Answered, words};

/// What can be done from here.
const STEPS: [&str; 3] = ["hasten", "explain", "reassign"];

impl Board<'_> {
    /// The complaint that a token names, if it is this officer's token and no
    /// conflict of interest keeps it from them.
    async fn named(&self, token: &str) -> Result<Option<Case>, StoreError> {
        let case = act::open(&self.app.helpline, token).await?;
        Ok(case.filter(|case| {
            case.officer.id == self.staff.officer.id
                && case.policy.cell.id == self.staff.policy.cell.id
                && !case.complaint.bars(&case.officer.id, &case.policy)
        }))
    }

    /// The forms. Changes nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the table does not answer.
    pub(crate) async fn step_in(&self, token: &str) -> Result<Answer, StoreError> {
        let Some(case) = self.named(token).await? else { return Ok(not_found()) };
        let done = self.query.get("done").filter(|done| STEPS.contains(done));
        let alert = done.and_then(|done| Alert::good(words::done(self.view.language, done)?));
        Ok(self.step_page(200, &case, alert.as_ref(), None))
    }

    /// A form was sent.
    pub(crate) async fn step(&self, token: &str, form: &Fields) -> Answered {
        let nothing = |answer: Answer| Ok((answer, Vec::new()));
        let Some(case) = self.named(token).await? else { return nothing(not_found()) };
        let press = Press::from_form(form);
        let action = match press.wanted() {
            Some(Wanted::Do(action)) if STEPS.contains(&action.name()) => action,
            _ => return nothing(Answer::new(400, HTML, bare(words::BAD_REQUEST).into_string())),
        };
        // A form without a version has seen none: 0 is no version.
        let (seen, name) = (press.version.unwrap_or_default(), action.name());
        match act::act(&self.app.helpline, case, action, seen, false, self.now).await {
            Ok((_, settlements)) => {
                let back = self.view.to(&format!("/dm/act/{token}?done={name}"));
                Ok((Answer::see_other(back), settlements))
            }
            Err(ActError::Refused(refused, case)) => nothing(self.refused(&case, &refused, &press)),
            // No PIN was looked at, so that none can have locked it meanwhile.
            Err(ActError::Locked(_)) => nothing(not_found()),
            Err(ActError::Store(error)) => Err(error),
        }
    }

    /// The complaint as it stands now, with what was written.
    fn refused(&self, case: &Case, refused: &Refused, press: &Press) -> Answer {
        let status = match refused {
            Refused::Stale => 409,
            Refused::NotYours => 403,
            _ => 422,
        };
        let alert = Alert::bad(words::refused(self.view.language, refused, case.complaint.status));
        self.step_page(status, case, alert.as_ref(), Some(press))
    }

    fn step_page(&self, status: u16, case: &Case, alert: Option<&Alert>, kept: Option<&Press>) -> Answer {
        let offered = officer::offered(&case.policy, &case.complaint, &case.officer.id);
        let steps: Vec<&str> = STEPS.into_iter().filter(|step| offered.contains(step)).collect();
        let page = html! {
            (self.menu())
            (self.facts(case))
            @if steps.is_empty() { p { (self.view.say(say::NO_STEP)) } }
            @else { p.meta { (self.view.say(say::STEP_IN_HINT)) } }
            @for step in steps { (self.form(case, step, kept)) }
            p { a href=(self.view.to(&format!("/c/{}", case.token))) { (self.view.say(say::OPEN_CASE)) } }
            p { a href=(self.view.to("/dm")) { (self.view.say(say::BACK)) } }
        };
        self.answer(status, self.view.say(say::STEP_IN_TITLE), alert, page)
    }

    fn facts(&self, case: &Case) -> Markup {
        let (complaint, language) = (&case.complaint, self.view.language);
        let office = case.policy.officer(&complaint.officer).map(|officer| &officer.office);
        html! {
            dl {
                dt { (self.view.say(say::NUMBER)) }
                dd { (complaint.reference.as_str()) }
                dt { (self.view.say(say::CATEGORY)) }
                dd { (self.category(complaint.category)) }
                dt { (self.view.say(say::OFFICER)) }
                dd {
                    (self.officer(&complaint.officer))
                    @if let Some(office) = office { ", " (self.office(office)) }
                }
                dt { (self.view.say(say::DUE)) }
                dd { (moment(complaint.due_at, language)) }
                dt { (self.view.say(say::STATUS)) }
                dd { (words::status(language, complaint.status)) }
                dt { (self.view.say(say::LEVEL)) }
                dd { (words::level(language, complaint.level)) }
            }
        }
    }

    fn form(&self, case: &Case, step: &str, kept: Option<&Press>) -> Markup {
        let language = self.view.language;
        let kept = kept.filter(|press| press.action == step);
        let field = if step == "reassign" { "reason" } else { "text" };
        let written = kept.and_then(|press| match field {
            "reason" => press.reason.as_deref(),
            _ => press.text.as_deref(),
        });
        let (to, id) = (format!("{step}-to"), format!("{step}-text"));
        html! {
            section {
                h2 { (words::action(language, step)) }
                form method="post" action=(self.view.to(&format!("/dm/act/{}", case.token))) {
                    input type="hidden" name="action" value=(step);
                    input type="hidden" name="version" value=(case.complaint.version);
                    @if step == "reassign" { (self.whom(case, &to, kept.and_then(|press| press.to.as_deref()))) }
                    label for=(id) { (self.view.say(say::YOUR_WORDS)) }
                    textarea id=(id) name=(field) rows="3" required { (written.unwrap_or_default()) }
                    button { (words::action(language, step)) }
                }
            }
        }
    }

    fn whom(&self, case: &Case, id: &str, chosen: Option<&str>) -> Markup {
        let language = self.view.language;
        html! {
            label for=(id) { (self.view.say(words::TRANSFER_TO)) }
            select id=(id) name="to" required {
                option value="" { (self.view.say(words::CHOOSE)) }
                @for (office, officers) in by_office(case, self.now) {
                    optgroup label=(office.name.in_language(language)) {
                        @for officer in officers {
                            option value=(officer.id) selected[chosen == Some(officer.id.as_str())] {
                                (officer.name.in_language(language))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn not_found() -> Answer {
    Answer::new(404, HTML, bare(words::NOT_FOUND).into_string())
}
