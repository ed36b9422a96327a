//! Edits of the desk on Lucknow's file: what each changes, and what is refused.

use super::*;
use crate::policy::tests::LUCKNOW;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn officer(id: &str) -> OfficerId {
    OfficerId::new(id)
}

fn changes(edits: &[Edit]) -> Vec<String> {
    let edited = edit(LUCKNOW, edits, day("2026-12-01")).unwrap();
    assert_eq!(edited.policy.version, "2026-12-01.1");
    // Comments and order stay: the file is still its authors'.
    assert!(edited.source.contains("# SAMPLE DATA."));
    assert_eq!(Policy::from_toml(&edited.source).unwrap(), edited.policy);
    edited.changes
}

fn holiday(order: Option<&str>) -> Edit {
    let name = Name { hi: "स्थानीय मेला".into(), en: "Local fair".into() };
    Edit::AddHoliday {
        date: day("2026-12-07"),
        name,
        kind: HolidayKind::Local,
        order: order.map(str::to_owned),
    }
}

#[test]
fn each_edit_says_what_it_changes() {
    let leave = Edit::AddLeave {
        officer: officer("pension-city"),
        from: day("2027-02-02"),
        to: day("2027-02-05"),
        stand_in: Some(officer("pension-north")),
    };
    for (edit, said) in [
        (leave, "leave added: pension-city from 2027-02-02 to 2027-02-05, pension-north stands in"),
        (holiday(Some("117/2026")), "holiday 2026-12-07 Local fair, order 117/2026: open limits move"),
        (holiday(None), "holiday 2026-12-07 Local fair"),
        (Edit::AddCompensatory(day("2026-12-13")), "working day in compensation on 2026-12-13"),
        (
            Edit::SetOfficerPhone { officer: officer("duty-1"), phone: "+919000019999".into() },
            "officer duty-1: another number, ending in 99",
        ),
        (Edit::RetireOfficer(officer("pension-north")), "officer pension-north: no longer in post"),
    ] {
        assert_eq!(changes(std::slice::from_ref(&edit)), [said], "{edit:?}");
        assert!(!format!("{edit:?}").contains("9000"));
    }
}

#[test]
fn an_officer_comes_and_takes_over() {
    let new = NewOfficer {
        id: officer("bdo-new"),
        name: Name {
            hi: "सुश्री नई अधिकारी".into(), en: "Ms New Officer".into()
        },
        office: OfficeId::new("block-malihabad"),
        phone: "+919000018888".into(),
        language: Language::English,
        role: Role::Officer,
        woman: true,
        pin_hash: "$argon2id$v=19$m=8192,t=2,p=1$c2FsdA$aGFzaA".into(),
    };
    let replace = Edit::ReplaceNodal { officer: officer("bdo-malihabad"), by: officer("bdo-new") };
    let edits = [Edit::AddOfficer(Box::new(new)), replace, Edit::RetireOfficer(officer("bdo-malihabad"))];
    assert_eq!(
        changes(&edits),
        [
            "officer bdo-malihabad: no longer in post",
            "officer bdo-new added: Ms New Officer",
            "nodal officer added: bdo-new for department in malihabad",
            "nodal officer removed: bdo-malihabad for department in malihabad",
        ]
    );
}

#[test]
fn a_leave_goes_again() {
    let today = day("2026-12-01");
    let leave = |from: &str, to: &str| Edit::AddLeave {
        officer: officer("pension-city"),
        from: day(from),
        to: day(to),
        stand_in: None,
    };
    let first = edit(LUCKNOW, &[leave("2027-02-02", "2027-02-05")], today).unwrap();
    let gone = Edit::RemoveLeave { officer: officer("pension-city"), from: day("2027-02-02") };
    let second = edit(&first.source, std::slice::from_ref(&gone), today).unwrap();
    assert_eq!(second.changes, ["leave removed: pension-city from 2027-02-02 to 2027-02-05"]);
    assert_eq!(second.policy.version, "2026-12-01.2");
    let none = EditError::NoLeave(officer("pension-city"), day("2027-02-02"));
    assert_eq!(edit(&second.source, &[gone], today), Err(none));
    // Away before it begins, and who is nobody: refused in words.
    let refused = |it: Edit| edit(LUCKNOW, &[it], today).unwrap_err().to_string();
    assert!(refused(leave("2027-02-05", "2027-02-02")).contains("leave"));
    assert_eq!(refused(Edit::RetireOfficer(officer("nobody"))), "no officer nobody");
    assert!(refused(Edit::RetireOfficer(officer("dm-lko"))).contains("dm (level 3)"));
    assert!(edit(LUCKNOW, &[], today) == Err(EditError::Nothing));
}

#[test]
fn versions_count_a_day() {
    let check = |version, next: &str| assert_eq!(next_version(version, day("2026-12-01")), next, "{version}");
    check("2026-12-01.1", "2026-12-01.2");
    check("2026-12-01.41", "2026-12-01.42");
    check("2026-11-24.7", "2026-12-01.1");
    check("first", "2026-12-01.1");
}
