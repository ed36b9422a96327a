//! On a complaint's page: which other complaint answers for it, or is answered
//! with it; her other complaints, and the form that joins this one to an earlier.

use domain::calendar_words::moment;
use domain::officer::MOST_TEXT;
use domain::same_matter::SameMatter;
use domain::{Reference, access};
use helpline::act::Case;
use helpline::others::Other;
use maud::{Markup, html};

use crate::page::{View, office_of};
use crate::page_part::Parts;
use crate::perform::allowed;
use crate::press::Press;
use crate::words;
use crate::words_merge as say;

/// With which complaint it is answered, or which are answered with it. A number
/// that its officer may open leads there.
pub(crate) fn answered_with(view: &View<'_>, case: &Case, others: &[Other]) -> Markup {
    let complaint = &case.complaint;
    html! {
        @if let Some(into) = complaint.merged_into() {
            p.alert {
                (view.say(say::ANSWERED_WITH)) " " (number(view, others, into))
                @if let Some(other) = find(others, into) {
                    ", " (office_of(case, &other.complaint.officer, view.language))
                }
            }
        }
        @if !complaint.course.with.is_empty() {
            p.meta {
                (view.say(say::ALSO_ANSWERED))
                @for with in &complaint.course.with { " " (number(view, others, with)) }
            }
        }
    }
}

fn find<'a>(others: &'a [Other], number: &Reference) -> Option<&'a Other> {
    others.iter().find(|other| other.complaint.reference == *number)
}

fn number(view: &View<'_>, others: &[Other], number: &Reference) -> Markup {
    let token = find(others, number).map(|other| other.token.as_str());
    html! {
        @match token {
            Some(token) => a href=(View { token, parts: Parts::default(), ..*view }.address()) { (number.as_str()) },
            None => (number.as_str()),
        }
    }
}

/// Her other open complaints, and the form where this one may be joined to one.
pub(crate) fn section(view: &View<'_>, case: &Case, others: &[Other], kept: Option<&Press>) -> Markup {
    let open: Vec<&Other> = others.iter().filter(|other| other.complaint.status.is_open()).collect();
    let may = allowed(case).contains(&"merge");
    let earlier: Vec<&Other> =
        open.iter().copied().filter(|other| may && may_be_joined(case, other)).collect();
    html! {
        @if !open.is_empty() {
            h2 { (view.say(say::OTHERS)) }
            p.meta { (view.say(say::OTHERS_HINT)) }
            ol {
                @for other in &open {
                    li { (number(view, others, &other.complaint.reference)) ", " (described(view, case, other)) }
                }
            }
            @if !earlier.is_empty() {
                (form(view, case, &earlier, kept.filter(|press| press.action == "merge")))
            }
        }
    }
}

/// Whether the officer may join this case to that one, as far as it can be told.
fn may_be_joined(case: &Case, other: &Other) -> bool {
    let seen = access::officer_may(&case.policy, &other.complaint, &case.officer.id, access::READ);
    seen && other.complaint.may_answer_for(&case.complaint)
}

/// What it is about, and since when.
fn described(view: &View<'_>, case: &Case, other: &Other) -> String {
    let about = case.policy.category(other.complaint.category).name.in_language(view.language);
    format!("{about}, {}", moment(other.complaint.registered_at, view.language))
}

fn form(view: &View<'_>, case: &Case, earlier: &[&Other], kept: Option<&Press>) -> Markup {
    let chosen = |field: fn(&Press) -> &Option<String>, value: &str| {
        kept.and_then(|press| field(press).as_deref()) == Some(value)
    };
    html! {
        details open[kept.is_some()] {
            summary { (words::action(view.language, "merge")) }
            form method="post" action=(view.address()) {
                input type="hidden" name="version" value=(case.complaint.version);
                label for="merge-to" { (view.say(say::EARLIER)) }
                select #merge-to name="to" required {
                    option value="" { (view.say(words::CHOOSE)) }
                    @for other in earlier {
                        @let number = other.complaint.reference.as_str();
                        option value=(number) selected[chosen(|press| &press.to, number)] {
                            (number) ", " (described(view, case, other))
                        }
                    }
                }
                label for="merge-reason" { (view.say(say::REASON)) }
                select #merge-reason name="reason" required {
                    option value="" { (view.say(words::CHOOSE)) }
                    @for reason in SameMatter::ALL {
                        option value=(reason.as_str()) selected[chosen(|press| &press.reason, reason.as_str())] {
                            (view.say(say::reason(reason)))
                        }
                    }
                }
                label for="merge-text" { (view.say(say::NOTE)) }
                textarea #merge-text name="text" rows="2" maxlength=(MOST_TEXT) {
                    (kept.and_then(|press| press.text.as_deref()).unwrap_or_default())
                }
                p.meta { (view.say(say::STRICTER)) }
                button name="action" value="merge" { (view.say(words::SEND)) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::press::Wanted;
    use crate::request::Fields;
    use crate::testing::{case, now};
    use domain::Language;
    use domain::complaint::Complaint;

    /// The case, and an earlier one of hers.
    fn two() -> (Case, Vec<Other>) {
        let case = case();
        let earlier = Complaint {
            reference: Reference::generate("LKO", 41).unwrap(),
            registered_at: now() - chrono::TimeDelta::days(1),
            ..case.complaint.clone()
        };
        (case, vec![Other { complaint: earlier, token: "other".to_owned() }])
    }

    #[test]
    fn the_form_is_understood_as_it_is_offered() {
        let (case, others) = two();
        for language in Language::ALL {
            let view = View { token: "tok", language, asked: false, parts: Parts::default(), now: now() };
            let page = section(&view, &case, &others, None).into_string();
            let number = others[0].complaint.reference.as_str();
            assert!(page.contains(&format!("<option value=\"{number}\">")), "{page}");
            assert!(page.contains("href=\"/c/other\""));
            for reason in SameMatter::ALL {
                let filled =
                    format!("action=merge&to={number}&reason={reason}&text=", reason = reason.as_str());
                let wanted = Press::from_form(&Fields::parse(filled.as_bytes())).wanted();
                assert!(matches!(wanted, Some(Wanted::Do(_))), "{filled}");
            }
        }
    }

    #[test]
    fn only_the_later_of_two_has_the_form() {
        let (case, mut others) = two();
        let view = View {
            token: "tok",
            language: Language::English,
            asked: false,
            parts: Parts::default(),
            now: now(),
        };
        others[0].complaint.registered_at = now() + chrono::TimeDelta::days(1);
        let page = section(&view, &case, &others, None).into_string();
        assert!(page.contains("href=\"/c/other\"") && !page.contains("<form"));
        assert_eq!(section(&view, &case, &[], None).into_string(), "");
    }

    #[test]
    fn a_merged_one_says_where_it_is_answered() {
        let (mut case, others) = two();
        let into = others[0].complaint.reference.clone();
        case.complaint.course.merged =
            Some(domain::same_matter::Merged { into: into.clone(), watch_at: now() });
        let view = View {
            token: "tok",
            language: Language::English,
            asked: false,
            parts: Parts::default(),
            now: now(),
        };
        let page = answered_with(&view, &case, &others).into_string();
        assert!(page.contains("href=\"/c/other\"") && page.contains(into.as_str()), "{page}");
        assert!(answered_with(&view, &case, &[]).into_string().contains(into.as_str()));
        assert_eq!(allowed(&case), ["separate"]);
    }
}
