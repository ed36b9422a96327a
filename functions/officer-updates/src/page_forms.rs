//! The forms of the page after the PIN: one for each action that the workflow
//! allows now, each with the version that the officer saw.

use domain::OfficerId;
use domain::officer::MOST_TEXT;
use domain::policy::Office;
use domain::roster::Officer;
use helpline::act::Case;
use maud::{Markup, html};

use crate::page::View;
use crate::page_case::outcomes;
use crate::perform::allowed;
use crate::request::Press;
use crate::words::{self, Text};

/// All forms. `kept` fills the form that it came from.
pub(crate) fn forms(view: &View<'_>, case: &Case, kept: Option<&Press>) -> Markup {
    let allowed = allowed(&case.complaint);
    html! {
        h2 { (view.say(words::ACTIONS)) }
        @if !case.complaint.status.is_open() { p { (view.say(words::NO_ACTIONS)) } }
        @for action in allowed {
            @let form = Form { view, case, action, kept: kept.filter(|press| press.action == action) };
            @match action {
                "acknowledge" => (form.bare()),
                "first_action" => (form.folded(form.words("text", words::FIRST_ACTION_TEXT))),
                "ask" => (form.folded(form.words("text", words::ASK_TEXT))),
                "transfer" => (form.folded(form.transfer())),
                "dispose" => (form.folded(form.dispose())),
                _ => (form.folded(form.words("text", words::NOTE_TEXT))),
            }
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

    /// A field for words.
    fn words(&self, name: &str, label: Text) -> Markup {
        let id = format!("{}-{name}", self.action);
        let kept = self
            .kept
            .and_then(|press| if name == "reason" { press.reason.as_deref() } else { press.text.as_deref() });
        html! {
            label for=(id) { (self.view.say(label)) }
            textarea id=(id) name=(name) rows="4" maxlength=(MOST_TEXT) required { (kept.unwrap_or_default()) }
        }
    }

    fn transfer(&self) -> Markup {
        let kept = self.kept.and_then(|press| press.to.as_deref());
        html! {
            label for="transfer-to" { (self.view.say(words::TRANSFER_TO)) }
            select #transfer-to name="to" required {
                option value="" { (self.view.say(words::CHOOSE)) }
                @for (office, officers) in by_office(self.case) {
                    optgroup label=(office.name.in_language(self.view.language)) {
                        @for officer in officers {
                            option value=(officer.id) selected[kept == Some(officer.id.as_str())] {
                                (officer.name.in_language(self.view.language))
                            }
                        }
                    }
                }
            }
            (self.words("reason", words::TRANSFER_REASON))
            p.meta { (self.view.say(words::TRANSFER_HINT)) }
        }
    }

    fn dispose(&self) -> Markup {
        let kept = self.kept.and_then(|press| press.outcome.as_deref());
        html! {
            label for="dispose-outcome" { (self.view.say(words::DISPOSE_OUTCOME)) }
            select #dispose-outcome name="outcome" required {
                option value="" { (self.view.say(words::CHOOSE)) }
                @for (name, in_words) in outcomes(self.view) {
                    option value=(name) selected[kept == Some(name)] { (in_words) }
                }
            }
            (self.words("text", words::DISPOSE_TEXT))
            p.meta { (self.view.say(words::DISPOSE_HINT)) }
        }
    }
}

/// Whom it can be transferred to, by office, in the policy's order.
fn by_office(case: &Case) -> Vec<(&Office, Vec<&Officer>)> {
    let answerable: &OfficerId = &case.complaint.officer;
    let may_take = |officer: &&Officer| officer.is_reachable() && officer.id != *answerable;
    let of_office = |office: &Office| -> Vec<&Officer> {
        case.policy.officers().filter(may_take).filter(|officer| officer.office == office.id).collect()
    };
    let all = case.policy.offices.iter().map(|office| (office, of_office(office)));
    all.filter(|(_, officers)| !officers.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::case;

    #[test]
    fn everybody_in_post_but_the_answerable_officer_may_take_it() {
        let case = case();
        let offered: Vec<_> = by_office(&case).into_iter().flat_map(|(_, officers)| officers).collect();
        let expected = case.policy.officers().filter(|officer| officer.is_reachable()).count() - 1;
        assert_eq!(offered.len(), expected);
        assert!(offered.iter().all(|officer| officer.id != case.complaint.officer));
    }
}
