//! The forms of the page after the PIN: one for each action that this officer
//! may take now, each with the version that the officer saw. No script: a ready
//! phrase is one more field, and is put before what was written.

use chrono::{DateTime, Utc};
use domain::course::{CallBack, Outside, PauseReason};
use domain::officer::MOST_TEXT;
use domain::policy::Office;
use domain::roster::{Officer, Role};
use domain::{Category, OfficerId};
use helpline::act::Case;
use maud::{Markup, html};

use crate::page::View;
use crate::page_case::outcomes;
use crate::perform::allowed;
use crate::press::Press;
use crate::words::{self, Text};
use crate::words_forms as say;

/// What an officer does in turn: of these the first that is allowed and was not
/// done yet stands on top of the page.
const IN_TURN: [&str; 4] = ["acknowledge", "first_action", "dispose", "call_back"];

fn next(case: &Case) -> Option<&'static str> {
    let allowed = allowed(case);
    let done = |step: &str| step == "first_action" && case.complaint.is_acted_on();
    IN_TURN.into_iter().find(|step| allowed.contains(step) && !done(step))
}

/// The one thing to do now; after a disposal, why there is none.
pub(crate) fn next_step(view: &View<'_>, case: &Case, kept: Option<&Press>) -> Markup {
    html! {
        @if !case.complaint.status.is_open() && case.complaint.course.merged.is_none() {
            p { (view.say(words::NO_ACTIONS)) }
        }
        @if let Some(action) = next(case) {
            section.next aria-labelledby="next" {
                h2 #next { (view.say(say::NEXT)) }
                (Form { view, case, action, kept: kept.filter(|press| press.action == action) }.whole())
            }
        }
    }
}

/// All other forms. `kept` fills the form that it came from.
pub(crate) fn forms(view: &View<'_>, case: &Case, kept: Option<&Press>) -> Markup {
    let next = next(case);
    html! {
        h2.screen { (view.say(words::ACTIONS)) }
        @for action in allowed(case).into_iter().filter(|action| Some(*action) != next && *action != "merge") {
            (Form { view, case, action, kept: kept.filter(|press| press.action == action) }.whole())
        }
    }
}

/// One form.
struct Form<'a> {
    view: &'a View<'a>,
    case: &'a Case,
    action: &'static str,
    kept: Option<&'a Press>,
}

impl Form<'_> {
    /// A button alone where nothing is to be filled in, else what unfolds.
    fn whole(&self) -> Markup {
        if self.action == "acknowledge" { self.bare() } else { self.folded(self.fields()) }
    }

    /// A button alone.
    fn bare(&self) -> Markup {
        self.form(words::action(self.view.language, self.action), html! {})
    }

    /// Behind a line to tap; open if it holds what was kept.
    fn folded(&self, fields: Markup) -> Markup {
        html! {
            details open[self.kept.is_some()] {
                summary { (words::action(self.view.language, self.action)) }
                (self.form(self.view.say(words::SEND), fields))
            }
        }
    }

    fn form(&self, button: &str, fields: Markup) -> Markup {
        html! {
            form method="post" action=(self.view.address()) {
                input type="hidden" name="version" value=(self.case.complaint.version);
                (fields)
                button name="action" value=(self.action) { (button) }
            }
        }
    }

    /// What the form of this action asks for.
    fn fields(&self) -> Markup {
        match self.action {
            "first_action" => self.words("text", words::FIRST_ACTION_TEXT),
            "ask" => self.words("text", words::ASK_TEXT),
            "transfer" => html! { (self.passed_on()) p.meta { (self.view.say(words::TRANSFER_HINT)) } },
            "reassign" => self.passed_on(),
            "dispose" => self.dispose(),
            "pause" => self.pause(),
            "request_extension" => self.request_extension(),
            "consent" => self.words("text", say::CONSENT_TEXT),
            "reply" => self.words("text", say::REPLY_TEXT),
            "break_glass" => self.words("text", say::MOTIVE),
            "refuse" | "declare_conflict" | "separate" => self.words("text", say::WHY),
            "reclassify" => self.reclassify(),
            "hand_off" => self.hand_off(),
            "outside_number" => self.number(true),
            "hasten" | "explain" => self.words("text", say::WHAT),
            "call_back" => self.call_back(),
            _ => self.words("text", words::NOTE_TEXT),
        }
    }

    fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.action)
    }

    fn kept(&self, name: &str) -> Option<&str> {
        let press = self.kept?;
        let field = match name {
            "reason" => &press.reason,
            "to" => &press.to,
            "outcome" => &press.outcome,
            "phrase" => &press.phrase,
            "days" => &press.days,
            "until" => &press.until,
            "category" => &press.category,
            "area" => &press.area,
            "number" => &press.number,
            _ => &press.text,
        };
        field.as_deref()
    }

    /// A field for words, after the ready phrases where there are some.
    fn words(&self, name: &str, label: Text) -> Markup {
        let (id, phrases) = (self.id(name), say::phrases(self.action));
        html! {
            @if !phrases.is_empty() {
                label for=(self.id("phrase")) { (self.view.say(say::PHRASE)) }
                select id=(self.id("phrase")) name="phrase" {
                    option value="" { (self.view.say(say::NO_PHRASE)) }
                    @for phrase in phrases {
                        @let phrase = self.view.say(*phrase);
                        option value=(phrase) selected[self.kept("phrase") == Some(phrase)] { (phrase) }
                    }
                }
            }
            label for=(id) { (self.view.say(label)) }
            textarea id=(id) name=(name) rows="4" maxlength=(MOST_TEXT) required[phrases.is_empty()] {
                (self.kept(name).unwrap_or_default())
            }
        }
    }

    /// A choice of these names. `none` is what stands there before a choice.
    fn choice<'b>(
        &self,
        name: &str,
        label: Text,
        none: Option<Text>,
        options: impl Iterator<Item = (&'b str, &'b str)>,
    ) -> Markup {
        html! {
            label for=(self.id(name)) { (self.view.say(label)) }
            select id=(self.id(name)) name=(name) required[none.is_none()] {
                option value="" { (self.view.say(none.unwrap_or(words::CHOOSE))) }
                @for (value, in_words) in options {
                    option value=(value) selected[self.kept(name) == Some(value)] { (in_words) }
                }
            }
        }
    }

    fn passed_on(&self) -> Markup {
        html! {
            label for=(self.id("to")) { (self.view.say(words::TRANSFER_TO)) }
            select id=(self.id("to")) name="to" required {
                option value="" { (self.view.say(words::CHOOSE)) }
                @for (office, officers) in by_office(self.case, self.view.now) {
                    optgroup label=(office.name.in_language(self.view.language)) {
                        @for officer in officers {
                            option value=(officer.id) selected[self.kept("to") == Some(officer.id.as_str())] {
                                (officer.name.in_language(self.view.language))
                            }
                        }
                    }
                }
            }
            (self.words("reason", words::TRANSFER_REASON))
        }
    }

    fn dispose(&self) -> Markup {
        html! {
            (self.choice("outcome", words::DISPOSE_OUTCOME, None, outcomes(self.view)))
            (self.words("text", words::DISPOSE_TEXT))
            p.meta { (self.view.say(words::DISPOSE_HINT)) }
        }
    }

    fn pause(&self) -> Markup {
        let reasons =
            PauseReason::ALL.into_iter().map(|reason| (reason.as_str(), self.view.say(say::reason(reason))));
        html! {
            (self.choice("reason", say::PAUSE_REASON, None, reasons))
            (self.choice("days", say::PAUSE_DAYS, None, [("1", "1"), ("2", "2"), ("3", "3")].into_iter()))
            (self.words("text", words::ASK_TEXT))
            p.meta { (self.view.say(say::PAUSE_HINT)) }
        }
    }

    fn request_extension(&self) -> Markup {
        html! {
            label for=(self.id("until")) { (self.view.say(say::UNTIL)) }
            input id=(self.id("until")) name="until" type="date" required value=[self.kept("until")];
            (self.words("text", say::WHY))
            p.meta { (self.view.say(say::UNTIL_HINT)) }
        }
    }

    fn reclassify(&self) -> Markup {
        let (policy, language) = (&self.case.policy, self.view.language);
        let names = Category::ALL
            .into_iter()
            .map(|category| (category.as_str(), policy.category(category).name.in_language(language)));
        let areas = policy.areas.iter().map(|area| (area.id.as_str(), area.name.in_language(language)));
        html! {
            (self.choice("category", say::CATEGORY, None, names))
            (self.choice("area", say::AREA, Some(say::AREA_SAME), areas))
            (self.words("text", say::WHY))
        }
    }

    fn hand_off(&self) -> Markup {
        let to =
            Outside::ALL.into_iter().map(|outside| (outside.as_str(), self.view.say(say::outside(outside))));
        html! {
            (self.choice("to", say::HAND_TO, None, to))
            (self.words("text", say::WHAT))
            (self.number(false))
            p.meta { (self.view.say(say::NUMBER_LATER)) }
        }
    }

    fn number(&self, required: bool) -> Markup {
        html! {
            label for=(self.id("number")) { (self.view.say(say::NUMBER)) }
            input id=(self.id("number")) name="number" maxlength="40" autocomplete="off" required[required]
                value=[self.kept("number")];
        }
    }

    fn call_back(&self) -> Markup {
        let found =
            CallBack::FOUND.into_iter().map(|found| (found.as_str(), self.view.say(say::found(found))));
        html! {
            (self.choice("outcome", say::FOUND, None, found))
            (self.words("text", say::WHAT))
        }
    }
}

/// Whom it can be passed to, by office, in the policy's order.
pub(crate) fn by_office(case: &Case, now: DateTime<Utc>) -> Vec<(&Office, Vec<&Officer>)> {
    let answerable: &OfficerId = &case.complaint.officer;
    let reach = case.policy.reach_of(&case.complaint, now);
    let may_take = |officer: &&Officer| {
        officer.role != Role::Auditor && reach.may_take(officer) && officer.id != *answerable
    };
    let of_office = |office: &Office| -> Vec<&Officer> {
        case.policy.officers().filter(may_take).filter(|officer| officer.office == office.id).collect()
    };
    let all = case.policy.offices.iter().map(|office| (office, of_office(office)));
    all.filter(|(_, officers)| !officers.is_empty()).collect()
}

#[cfg(test)]
#[path = "tests/page_forms.rs"]
mod tests;
