//! What each form and body asks for.

use super::*;

#[test]
fn presses() {
    let check = |form: &str, wanted: Option<Wanted>| {
        assert_eq!(Press::from_form(&Fields::parse(form.as_bytes())).wanted(), wanted, "{form}");
    };
    let text = || "a\nb".to_owned();
    check("action=open", Some(Wanted::Open));
    check("action=acknowledge", Some(Wanted::Do(Action::Acknowledge)));
    check("action=note&text=+a%0D%0Ab%00+", Some(Wanted::Do(Action::Note { text: text() })));
    check("action=ask&text=a%0Db", Some(Wanted::Do(Action::Ask { text: text() })));
    let transfer = Action::Transfer { to: OfficerId::new("dpo"), reason: text() };
    check("action=transfer&to=dpo&reason=a%0Ab", Some(Wanted::Do(transfer)));
    let dispose = Action::Dispose { outcome: Outcome::Relief, text: text() };
    check("action=dispose&outcome=relief&text=a%0Ab", Some(Wanted::Do(dispose)));
    check("action=dispose&outcome=nonsense&text=a", Some(Wanted::Without("outcome")));
    check("action=delete", None);
    check("", None);
}

#[test]
fn json_bodies() {
    let check = |body: &str, version: Option<Option<u64>>| {
        let read = Press::from_json("note", body.as_bytes());
        assert_eq!(read.map(|press| press.version), version, "{body}");
    };
    check(r#"{"pin":"2468","version":3,"text":"x"}"#, Some(Some(3)));
    check(r#"{"unknown":1}"#, Some(None));
    check("", Some(None));
    for malformed in ["{", "[]", r#"{"version":"3"}"#, r#"{"pin":2468}"#, "\u{feff}{}"] {
        check(malformed, None);
    }
}

#[test]
fn presses_with_choices() {
    let check = |form: &str, wanted: Wanted| {
        assert_eq!(Press::from_form(&Fields::parse(form.as_bytes())).wanted(), Some(wanted), "{form}");
    };
    let text = || "x".to_owned();
    let pause = Action::Pause { text: text(), reason: PauseReason::Document, days: 2 };
    check("action=pause&text=x&reason=document&days=2", Wanted::Do(pause));
    check("action=pause&text=x&reason=document&days=two", Wanted::Without("days"));
    check("action=pause&text=x&days=2", Wanted::Without("reason"));
    let until = "2026-12-15".parse().unwrap();
    check(
        "action=request_extension&text=x&until=2026-12-15",
        Wanted::Do(Action::RequestExtension { until, text: text() }),
    );
    check("action=request_extension&text=x&until=15.12.", Wanted::Without("until"));
    let area = Some(AreaId::new("bkt"));
    let other = Action::Reclassify { category: Category::Pension, area, text: text() };
    check("action=reclassify&text=x&category=pension&area=bkt", Wanted::Do(other));
    check("action=reclassify&text=x&area=bkt", Wanted::Without("category"));
    let handed = |number: Option<&str>| Action::HandOff {
        to: Outside::Police,
        text: text(),
        number: number.map(str::to_owned),
    };
    check("action=hand_off&text=x&to=police&number=", Wanted::Do(handed(None)));
    check("action=hand_off&text=x&to=police&number=+FIR+7+", Wanted::Do(handed(Some("FIR 7"))));
    check("action=hand_off&text=x&to=dm-lko", Wanted::Without("to"));
    let called = Action::CallBack { found: CallBack::Untrue, text: text() };
    check("action=call_back&text=x&outcome=untrue", Wanted::Do(called));
    check("action=call_back&text=x&outcome=drawn", Wanted::Without("outcome"));
}

#[test]
fn a_ready_phrase_stands_before_what_was_written() {
    let check = |form: &str, text: &str| {
        let wanted = Press::from_form(&Fields::parse(form.as_bytes())).wanted();
        assert_eq!(wanted, Some(Wanted::Do(Action::Note { text: text.to_owned() })), "{form}");
    };
    check("action=note&phrase=a&text=b", "a\nb");
    check("action=note&phrase=a", "a");
    check("action=note&text=b", "b");
    check("action=note&phrase=++", "");
}

/// JSON may send days as a number.
#[test]
fn days_are_a_number_or_a_text() {
    for body in [r#"{"days":2}"#, r#"{"days":"2"}"#] {
        assert_eq!(Press::from_json("pause", body.as_bytes()).unwrap().days.as_deref(), Some("2"));
    }
    assert!(Press::from_json("pause", br#"{"days":[2]}"#).is_none());
    assert!(Press::from_json("pause", br#"{"days":null}"#).unwrap().days.is_none());
}
