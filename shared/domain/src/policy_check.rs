//! A policy is checked as a whole, before anything depends on it: every
//! category, in every area, at every minute of the week must reach somebody
//! with a number that can be called.

use std::collections::{BTreeMap, BTreeSet};

use crate::category::{Category, Name};
use crate::ids::OfficerId;
use crate::ladder::{Limit, SlaPolicy};
use crate::policy::{Policy, PolicyError};
use crate::policy_check_calendar;
use crate::policy_check_ladders;
use crate::policy_check_numbers;
use crate::policy_words::both;
use crate::roster::{DAY, Officer, Role, Shift, WEEK};

/// A list row's title on WhatsApp holds so many characters (Cloud API).
const ROW_TITLE: usize = 24;

/// Every fault of this policy, in the order in which to mend them.
#[must_use]
pub(crate) fn check(policy: &Policy) -> Vec<PolicyError> {
    let mut errors = Vec::new();
    check_cell(policy, &mut errors);
    check_titles(policy, &mut errors);
    check_ids(policy, &mut errors);
    check_officers(policy, &mut errors);
    check_posts(policy, &mut errors);
    check_roster(policy, &mut errors);
    check_nodal(policy, &mut errors);
    check_localities(policy, &mut errors);
    for category in Category::ALL {
        if let Err(why) = check_sla(&policy.sla(category)) {
            errors.push(PolicyError::Limit { category, why });
        }
    }
    crate::policy_people_check::check(policy, &mut errors);
    policy_check_calendar::check(policy, &mut errors);
    policy_check_numbers::check(policy, &mut errors);
    policy_check_ladders::check(policy, &mut errors);
    check_coverage(policy, &mut errors);
    check_sitting(policy, &mut errors);
    errors
}

/// What every cell needs.
fn check_cell(policy: &Policy, errors: &mut Vec<PolicyError>) {
    let cell = &policy.cell;
    let hours = &policy.hours;
    let prefix = cell.prefix.len() == 3 && cell.prefix.bytes().all(|b| b.is_ascii_uppercase());
    let needs = [
        (!policy.version.is_empty(), "version: missing"),
        (!cell.id.as_str().is_empty(), "cell: no id"),
        (prefix, "cell: the prefix is three capital letters"),
        (!cell.receivers.is_empty(), "cell: no receiving number"),
        (!cell.languages.is_empty(), "cell: no language"),
        (!policy.areas.is_empty(), "tehsil: none is described"),
        (
            policy.helplines.iter().any(|line| line.number == "112"),
            "helplines: the emergency number 112 is missing",
        ),
        (
            policy.calendar.working_week.iter().next().is_some(),
            "calendar: no day of the week is a working day",
        ),
        (!policy.calendar.holidays.is_empty(), "calendar: no holidays"),
        (hours.open < hours.close, "hours: offices close before they open"),
        (hours.sitting_from < hours.sitting_to, "hours: the women's cell rises before it sits"),
    ];
    errors.extend(needs.into_iter().filter(|(there, _)| !there).map(|(_, what)| PolicyError::Missing(what)));
}

/// Names that she taps must fit a list row.
fn check_titles(policy: &Policy, errors: &mut Vec<PolicyError>) {
    let categories = policy.categories.iter().map(|entry| ("category", entry.category.as_str(), &entry.name));
    let areas = policy.areas.iter().map(|area| ("tehsil", area.id.as_str(), &area.name));
    for (kind, id, name) in categories.chain(areas) {
        for title in [&name.hi, &name.en] {
            if title.is_empty() || title.chars().count() > ROW_TITLE {
                errors.push(PolicyError::Unreadable {
                    place: both!("{kind} {id}", "{kind} {id}"),
                    value: title.clone(),
                    kind: both!(
                        "1 से 24 अक्षर का नाम",
                        "name of 1 to 24 characters, as a WhatsApp list row holds"
                    ),
                });
            }
        }
    }
}

/// No id names two things.
fn check_ids(policy: &Policy, errors: &mut Vec<PolicyError>) {
    twice(&both!("अधिकारी", "officer"), policy.officers().map(|officer| officer.id.as_str()), errors);
    twice(&both!("कार्यालय", "office"), policy.offices.iter().map(|office| office.id.as_str()), errors);
    twice(&both!("तहसील", "tehsil"), policy.areas.iter().map(|area| area.id.as_str()), errors);
    twice(&both!("नंबर", "receiver"), policy.cell.receivers.iter().map(String::as_str), errors);
    twice(&both!("आपात नंबर", "helpline"), policy.helplines.iter().map(|line| line.number.as_str()), errors);
}

fn twice<'a>(kind: &Name, ids: impl Iterator<Item = &'a str>, errors: &mut Vec<PolicyError>) {
    let mut seen = BTreeSet::new();
    errors.extend(
        ids.filter(|id| !seen.insert(*id))
            .map(|id| PolicyError::Twice { kind: kind.clone(), id: id.to_owned() }),
    );
}

/// Each officer sits somewhere, has a PIN, and a number if in post.
fn check_officers(policy: &Policy, errors: &mut Vec<PolicyError>) {
    for officer in policy.officers() {
        if policy.office(&officer.office).is_none() {
            let (officer, office) = (officer.id.clone(), officer.office.clone());
            errors.push(PolicyError::UnknownOffice { officer, office });
        }
        if !officer.has_pin() {
            errors.push(PolicyError::PinHash(officer.id.clone()));
        }
        if officer.active && !officer.is_reachable() {
            errors.push(unreachable(&both!("अधिकारी", "officers"), &officer.id));
        }
    }
}

/// The ladder's three levels are held, by officers of that rank, in post.
fn check_posts(policy: &Policy, errors: &mut Vec<PolicyError>) {
    check_post(policy, &both!("जिलाधिकारी (स्तर 3)", "dm (level 3)"), &policy.dm.id, Role::Dm, errors);
    check_post(
        policy,
        &both!("प्रकोष्ठ प्रभारी (स्तर 2)", "in_charge (level 2)"),
        &policy.in_charge,
        Role::InCharge,
        errors,
    );
    for entry in &policy.categories {
        let (category, about) = (entry.category, &entry.name.hi);
        let place = both!("{about} के पर्यवेक्षक (स्तर 1)", "supervisor of {category} (level 1)");
        check_post(policy, &place, &entry.supervisor, Role::Supervisor, errors);
    }
}

fn check_post(policy: &Policy, place: &Name, id: &OfficerId, role: Role, errors: &mut Vec<PolicyError>) {
    let Some(officer) = known(policy, place, id, errors) else { return };
    if officer.role != role {
        let (place, officer) = (place.clone(), id.clone());
        errors.push(PolicyError::WrongRole { place, officer, role });
    }
    if !officer.active {
        errors.push(unreachable(place, id));
    }
}

/// Shifts name officers whom the policy knows.
fn check_roster(policy: &Policy, errors: &mut Vec<PolicyError>) {
    let sitting = policy.roster.sitting.iter().map(|shift| (both!("महिला सेल की बैठक", "sitting"), shift));
    let duty = policy.roster.duty.iter().map(|shift| (both!("ड्यूटी", "duty"), shift));
    for (place, shift) in sitting.chain(duty) {
        known(policy, &place, &shift.officer, errors);
    }
}

/// NodalOfficers are known, for areas that are, and not their own supervisors.
fn check_nodal(policy: &Policy, errors: &mut Vec<PolicyError>) {
    for nodal in &policy.nodal {
        let category = nodal.category;
        let about = &policy.category(category).name.hi;
        let place = both!("{about} के नोडल अधिकारी", "nodal officer of {category}");
        known(policy, &place, &nodal.officer, errors);
        if let Some(area) = nodal.area.as_ref().filter(|area| policy.area(area).is_none()) {
            errors.push(PolicyError::UnknownArea { category, area: area.clone() });
        }
        if policy.category(category).supervisor == nodal.officer {
            errors.push(PolicyError::SupervisesSelf { category, officer: nodal.officer.clone() });
        }
    }
}

/// No locality stands in two tehsils.
fn check_localities(policy: &Policy, errors: &mut Vec<PolicyError>) {
    let mut homes = BTreeMap::new();
    for area in &policy.areas {
        for spelling in area.spellings() {
            if let Some(first) = homes.insert(spelling, &area.id) {
                let (first, second) = (first.clone(), area.id.clone());
                errors.push(PolicyError::Ambiguous { spelling: spelling.to_owned(), first, second });
            }
        }
    }
}

/// A limit that gives time, and milestones in their order.
fn check_sla(sla: &SlaPolicy) -> Result<(), &'static str> {
    let milestones = || sla.acknowledge.iter().chain(&sla.first_action);
    if sla.limit.amount() == 0 || milestones().any(|milestone| milestone.within_minutes == 0) {
        return Err("a limit of nothing");
    }
    let acknowledged = sla.acknowledge.as_ref().map_or(0, |milestone| milestone.within_minutes);
    if sla.notified_minutes.is_some_and(|minutes| minutes == 0 || minutes >= acknowledged) {
        return Err("notified_minutes must be at least 1, and fewer than acknowledge_minutes");
    }
    let Limit::Hours(hours) = sla.limit else {
        return milestones().next().map_or(Ok(()), |_| Err("minutes are owed only under a limit in hours"));
    };
    let owed: Vec<u32> =
        milestones().map(|milestone| milestone.within_minutes).chain([u32::from(hours) * 60]).collect();
    if owed.is_sorted_by(|sooner, later| sooner < later) {
        Ok(())
    } else {
        Err("acknowledgement, first action and disposal must be owed in this order")
    }
}

/// Where a category has no NodalOfficer, a duty officer answers at every
/// minute of the week; each hole is named once, by the minute it begins.
fn check_coverage(policy: &Policy, errors: &mut Vec<PolicyError>) {
    let gaps = gaps(policy);
    let areas = || policy.areas.iter().map(Some).chain([None]);
    for category in Category::ALL {
        if policy.nodal_officer(category, None).is_some() {
            continue;
        }
        for area in
            areas().filter(|area| area.is_none_or(|a| policy.nodal_officer(category, Some(&a.id)).is_none()))
        {
            let unnamed = || both!("बिना तहसील के", "an area not named");
            let name = area.map_or_else(unnamed, |area| area.name.clone());
            errors.extend(gaps.iter().map(|minute| PolicyError::Hole {
                category,
                area: name.clone(),
                minute: *minute,
            }));
        }
    }
}

/// The minutes of the week at which a gap in the duty roster begins.
fn gaps(policy: &Policy) -> Vec<u16> {
    let covered = coverage(policy, &policy.roster.duty);
    let begins = |minute: usize| !covered[minute] && (minute == 0 || covered[minute - 1]);
    (0..WEEK).filter(|minute| begins((*minute).into())).collect()
}

/// For each minute of the week, whether somebody who can be reached is on.
fn coverage(policy: &Policy, shifts: &[Shift]) -> Vec<bool> {
    let mut covered = vec![false; WEEK.into()];
    for shift in
        shifts.iter().filter(|shift| policy.officer(&shift.officer).is_some_and(Officer::is_reachable))
    {
        for start in shift.days.iter().map(|day| day * DAY + shift.from) {
            for minute in start..start + shift.length() {
                covered[usize::from(minute % WEEK)] = true;
            }
        }
    }
    covered
}

/// On each working day of the week somebody sits, from first to last minute.
fn check_sitting(policy: &Policy, errors: &mut Vec<PolicyError>) {
    let covered = coverage(policy, &policy.roster.sitting);
    for day in policy.calendar.working_week.iter() {
        let mut sitting =
            (policy.hours.sitting_from..policy.hours.sitting_to).map(|minute| day * DAY + minute);
        errors.extend(sitting.find(|minute| !covered[usize::from(*minute)]).map(PolicyError::NobodySits));
    }
}

fn known<'a>(
    policy: &'a Policy,
    place: &Name,
    id: &OfficerId,
    errors: &mut Vec<PolicyError>,
) -> Option<&'a Officer> {
    let officer = policy.officer(id);
    if officer.is_none() {
        errors.push(PolicyError::UnknownOfficer { place: place.clone(), officer: id.clone() });
    }
    officer
}

fn unreachable(place: &Name, id: &OfficerId) -> PolicyError {
    PolicyError::Unreachable { place: place.clone(), officer: id.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::tests::LUCKNOW;

    /// The policy of Lucknow with each `from` replaced by `to`.
    fn edited(edits: &[(&str, &str)]) -> String {
        edits.iter().fold(LUCKNOW.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "the policy has no {from:?}");
            text.replace(from, to)
        })
    }

    /// The broken policy is refused, with a message that holds `hole`.
    fn check_refused(edits: &[(&str, &str)], hole: &str) {
        let refused = Policy::from_toml(&edited(edits)).unwrap_err().to_string();
        assert!(refused.contains(hole), "wanted {hole:?} in: {refused}");
        assert!(!refused.contains("+9190"), "a message holds a number: {refused}");
    }

    /// Takes the district's and Malihabad's NodalOfficer of certificates away.
    const NO_NODAL: [(&str, &str); 2] = [
        (
            "categories = [\"certificate\"]\nofficer = \"edistrict-manager\"",
            "categories = [\"other\"]\nofficer = \"edistrict-manager\"",
        ),
        (
            "areas = [\"malihabad\"]\nofficer = \"tehsildar-malihabad\"",
            "areas = [\"bkt\"]\nofficer = \"tehsildar-malihabad\"",
        ),
    ];
    const MONDAY_TO_THURSDAY: &str = "days = [\"mon\", \"tue\", \"wed\", \"thu\"]\nfrom = \"14:00\"";
    const NOT_TUESDAY: &str = "days = [\"mon\", \"wed\", \"thu\"]\nfrom = \"14:00\"";

    #[test]
    fn a_hole_in_the_week_is_named() {
        let hole = [NO_NODAL[0], NO_NODAL[1], (MONDAY_TO_THURSDAY, NOT_TUESDAY)];
        check_refused(
            &hole,
            "certificate in Malihabad on Tuesday 14:00: no nodal officer and no duty officer",
        );
        check_refused(&hole, "certificate in an area not named on Tuesday 14:00");
        check_refused(&hole[2..], "violence in Bakshi Ka Talab on Tuesday 14:00");
        let night = (
            "days = [\"fri\", \"sat\", \"sun\"]\nfrom = \"22:00\"\nto = \"06:00\"",
            "days = [\"fri\", \"sat\", \"sun\"]\nfrom = \"22:00\"\nto = \"05:59\"",
        );
        check_refused(&[night], "violence in Mohanlalganj on Monday 05:59");
        let nobody: String = LUCKNOW.replace("[[duty]]", "[[sitting]]");
        let refused = Policy::from_toml(&nobody).unwrap_err().to_string();
        assert!(refused.contains("violence in Lucknow Sadar on Monday 00:00"), "{refused}");
        // What others answer for is no hole.
        assert!(!refused.contains("pension"), "{refused}");
    }

    #[test]
    fn an_absent_duty_officer_is_a_hole() {
        let absent = (
            "woman = true\npin_hash = \"$argon2id$v=19$m=8192,t=2,p=1$tnZP1lzO",
            "woman = true\nactive = false\npin_hash = \"$argon2id$v=19$m=8192,t=2,p=1$tnZP1lzO",
        );
        check_refused(&[absent], "violence in Malihabad on Friday 22:00");
    }

    #[test]
    fn an_absent_nodal_officer_alone_is_none() {
        let absent = ("id = \"tehsildar-bkt\"", "id = \"tehsildar-bkt\"\nactive = false");
        assert!(Policy::from_toml(&edited(&[absent])).is_ok());
    }

    #[test]
    fn broken_posts_are_named() {
        check_refused(&[("dm = \"dm-lko\"", "dm = \"dm-unnao\"")], "dm: no officer dm-unnao");
        check_refused(
            &[("in_charge = \"adm-lko\"", "in_charge = \"dm-lko\"")],
            "in_charge (level 2): officer dm-lko must have the role in_charge",
        );
        check_refused(
            &[("supervisor = \"dpo-lko\"", "supervisor = \"dpo\"")],
            "supervisor of scheme (level 1): no officer dpo",
        );
        check_refused(
            &[("id = \"dswo-lko\"", "id = \"dswo-lko\"\nactive = false")],
            "supervisor of pension (level 1): officer dswo-lko is not in post",
        );
        check_refused(
            &[("+919000010002", "+915220010002")],
            "officers: officer adm-lko is not in post, or has no Indian mobile number",
        );
        check_refused(
            &[("officer = \"protection-officer\"", "officer = \"dpo-lko\"")],
            "category scheme: supervisor dpo-lko is also its nodal officer",
        );
        check_refused(
            &[("areas = [\"malihabad\"]", "areas = [\"unnao\"]")],
            "nodal officer of certificate: no area unnao",
        );
        check_refused(&[("officer = \"duty-6\"", "officer = \"duty-7\"")], "duty: no officer duty-7");
        check_refused(&[("id = \"duty-6\"", "id = \"duty-5\"")], "officer duty-5: described twice");
        check_refused(
            &[("office = \"one-stop-centre\"", "office = \"osc\"")],
            "officer osc-manager: no office osc",
        );
        check_refused(
            &[("pin_hash = \"$argon2id$v=19$", "pin_hash = \"")],
            "officer dm-lko: pin_hash is no argon2id PHC string",
        );
        check_refused(
            &[("days = [\"tue\", \"fri\"]", "days = [\"fri\"]")],
            "women's cell on Tuesday 09:30: nobody sits",
        );
    }

    #[test]
    fn broken_limits_are_named() {
        check_refused(
            &[("limit = { days = 10, count = \"calendar\" }", "limit = { days = 0, count = \"calendar\" }")],
            "category pension: a limit of nothing",
        );
        check_refused(
            &[("limit = { days = 10, count = \"calendar\" }", "limit = { days = 10 }")],
            "category pension: the limit is either days with count, or hours",
        );
        check_refused(
            &[("acknowledge_minutes = 15", "acknowledge_minutes = 150")],
            "category violence: acknowledgement, first action and disposal must be owed in this order",
        );
        for minutes in [0, 15, 150] {
            check_refused(
                &[("notified_minutes = 3", &format!("notified_minutes = {minutes}"))],
                "category violence: notified_minutes must be at least 1, and fewer than acknowledge_minutes",
            );
        }
        check_refused(
            &[("unacknowledged = [0, 15, 30]", "unacknowledged = [0, 15, 15]")],
            "category violence, ladder unacknowledged: level 3 (after 15 minutes) must be told later than level 2 (after 15 minutes)",
        );
        check_refused(
            &[("id = \"pension\"\n", "id = \"scheme\"\n")],
            "category pension: must be described exactly once",
        );
    }

    #[test]
    fn broken_basics_are_named() {
        check_refused(&[("number = \"112\"", "number = \"100\"")], "the emergency number 112 is missing");
        check_refused(&[("prefix = \"LKO\"", "prefix = \"L1\"")], "the prefix is three capital letters");
        check_refused(&[("silence_days = 7 ", "silence_days = 0 ")], "timers: silence_days is 0");
        check_refused(
            &[("\"sat\"]\nsecond", "\"saturday\"]\nsecond")],
            "working_week: 'saturday' is no weekday",
        );
        check_refused(&[("close = \"17:00\"", "close = \"25:00\"")], "hours: '25:00' is no time of day");
        check_refused(&[("close = \"17:00\"", "close = \"09:00\"")], "offices close before they open");
        check_refused(&[("[\"ससपन\", \"Saspan\"]", "[\"Hazratganj\"]")], "in both sadar and malihabad");
        check_refused(
            &[(
                "en = \"Malihabad\" }\nlocalities",
                "en = \"Malihabad and what lies around it\" }\nlocalities",
            )],
            "tehsil malihabad",
        );
        check_refused(
            &[("date = \"2026-10-02\"", "date = \"2026-12-25\"")],
            "holiday 2026-12-25: described twice",
        );
        check_refused(&[("silence_days", "silent_days")], "line 25: missing field `silence_days`");
        check_refused(&[("woman = true\n", "women = true\n")], "unknown field");
        check_refused(&[("phone = \"+919000010030\"", "phone = +919000010030")], "line ");
    }
}
