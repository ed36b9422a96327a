//! The small language of choices.

use proptest::prelude::*;

use super::*;
use crate::testing::reference;

#[test]
fn a_choice_is_read_back() {
    let number = reference(7);
    for (id, expected) in [
        ("category:violence".to_owned(), Some(Tap::Category(Category::Violence))),
        ("category:nothing".to_owned(), None),
        ("area:sadar".to_owned(), Some(Tap::Area(Some(AreaId::new("sadar"))))),
        ("area:unknown".to_owned(), Some(Tap::Area(None))),
        ("register:yes".to_owned(), Some(Tap::Register)),
        ("register:violence".to_owned(), Some(Tap::RegisterViolence)),
        ("register:cancel".to_owned(), Some(Tap::Cancel)),
        ("register:".to_owned(), None),
        (format!("solved_yes:{number}"), Some(Tap::Solved(number.clone()))),
        (format!("solved_no:{number}"), Some(Tap::NotSolved(number.clone()))),
        (format!("solved_no:{number}A"), None),
        ("solved_yes:LKO33333334".to_owned(), None),
        (number.to_string(), None),
        (String::new(), None),
        (":".to_owned(), None),
    ] {
        assert_eq!(Tap::read(&id), expected, "{id}");
    }
}

/// What stands on each choice is what its meaning is called.
#[test]
fn titles_are_those_that_are_shown() {
    let policy = crate::policy::tests::lucknow();
    for language in Language::ALL {
        let shown = [
            categories(language),
            areas(language, policy),
            confirm_buttons(language),
            distress(language).options,
            ask_solved(language, &reference(7)).options,
        ];
        for choice in shown.iter().flat_map(Options::choices) {
            let tap = Tap::read(&choice.id).expect("a choice of ours");
            if let Some(title) = tap.title(language) {
                assert_eq!(choice.title, title);
            } else {
                assert!(matches!(tap, Tap::Area(Some(_))));
            }
        }
    }
}

proptest! {
    #[test]
    fn any_id_may_come_back(id in "\\PC{0,40}") {
        let _ = Tap::read(&id);
    }
}
