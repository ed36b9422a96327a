//! Each form as it is offered.

use super::*;
use crate::page_part::Parts;
use crate::request::Fields;
use crate::testing::{case, now};
use domain::Language;

#[test]
fn everybody_in_post_but_the_answerable_officer_may_take_it() {
    let case = case();
    let offered: Vec<_> = by_office(&case, now()).into_iter().flat_map(|(_, officers)| officers).collect();
    let reach = case.policy.reach_of(&case.complaint, now());
    let expected = case.policy.officers().filter(|officer| reach.may_take(officer)).count() - 1;
    assert_eq!(offered.len(), expected);
    assert!(offered.iter().all(|officer| officer.id != case.complaint.officer));
}

/// Every form can be filled with its own choices, and is then understood.
#[test]
fn every_form_is_understood_as_it_is_offered() {
    let case = case();
    for language in Language::ALL {
        let view = View { token: "tok", language, asked: false, parts: Parts::default(), now: now() };
        // The form of a merger needs her other complaints: see `page_merge`.
        for action in domain::officer::ACTIONS.into_iter().filter(|action| *action != "merge") {
            let form = Form { view: &view, case: &case, action, kept: None };
            let page = form.fields().into_string();
            let mut filled = format!("action={action}");
            for name in ["text", "reason", "to", "outcome", "days", "until", "category", "number"] {
                let Some(at) = page.find(&format!(" name=\"{name}\"")) else { continue };
                let rest = &page[at..];
                let is_select = page[..at].ends_with(&format!("<select id=\"{action}-{name}\""));
                let value = match name {
                    _ if is_select => {
                        let options = rest.split("<option value=\"").skip(2);
                        options.map(|it| it.split('"').next().unwrap_or_default()).next().unwrap()
                    }
                    "until" => "2026-12-15",
                    "number" => "FIR+12",
                    _ => "words",
                };
                filled.push_str(&format!("&{name}={value}"));
            }
            let wanted = Press::from_form(&Fields::parse(filled.as_bytes())).wanted();
            assert!(matches!(wanted, Some(crate::press::Wanted::Do(_))), "{action}: {filled}: {wanted:?}");
        }
    }
}

#[test]
fn a_ready_phrase_is_offered_and_kept() {
    let case = case();
    let view =
        View { token: "tok", language: Language::English, asked: false, parts: Parts::default(), now: now() };
    let phrase = "Please+send+the+application+number.";
    let press = Press::from_form(&Fields::parse(format!("action=ask&phrase={phrase}").as_bytes()));
    let form = Form { view: &view, case: &case, action: "ask", kept: Some(&press) };
    let page = form.fields().into_string();
    assert!(page.contains("value=\"Please send the application number.\" selected"), "{page}");
    assert!(!page.contains("<textarea id=\"ask-text\" name=\"text\" rows=\"4\" maxlength=\"1000\" required"));
}
