//! The policy of a cell: its categories and limits, its calendar, its officers
//! and who answers for what.
//!
//! There is one door: [`Policy::from_toml`] reads a reviewed file and refuses
//! it whole if any category, in any area, at any minute of the week reaches
//! nobody. As JSON (in the table) it is the same policy, already checked.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::category::{Category, Language, Name};
use crate::ids::{AreaId, CellId, EscalationLevel, OfficeId, OfficerId};
use crate::ladder::SlaPolicy;
use crate::policy_area::Area;
use crate::roster::{Days, DutyRoster, NodalOfficer, Officer, Role, Shift, minute_of_week};

pub use crate::policy_error::{PolicyError, PolicyErrors};

/// The policy of one cell. Read it freely; make it with [`Policy::from_toml`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Its version, as its authors count.
    pub version: String,
    /// Whose policy it is.
    pub cell: Cell,
    /// Numbers to name in an emergency, the general one first.
    pub helplines: Vec<Helpline>,
    /// Office hours.
    pub hours: Hours,
    /// Working week and holidays.
    pub calendar: CalendarData,
    /// How long we wait for what.
    pub timers: Timers,
    /// One entry a category, in the order of [`Category::ALL`].
    pub(crate) categories: [CategoryPolicy; 6],
    /// The tehsils.
    pub areas: Vec<Area>,
    /// The offices.
    pub offices: Vec<Office>,
    /// Everybody but the District Magistrate.
    pub(crate) officers: Vec<Officer>,
    /// The District Magistrate: a field, so that routing always ends.
    pub(crate) dm: Officer,
    /// Who heads the cell.
    pub(crate) in_charge: OfficerId,
    /// Who is on duty when.
    pub roster: DutyRoster,
    /// Who answers for a category.
    pub nodal: Vec<NodalOfficer>,
}

/// A district's women's cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Its id: part of every key.
    pub id: CellId,
    /// Three letters that begin every reference.
    pub prefix: String,
    /// Its name.
    pub name: Name,
    /// The district.
    pub district: Name,
    /// What receives for it: Meta phone number ids, E.164 numbers, names of apps
    /// at Gupshup and e-mail addresses, as providers name them.
    pub receivers: Vec<String>,
    /// The languages that it speaks, the default first.
    pub languages: Vec<Language>,
}

/// A number to call in an emergency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Helpline {
    /// The number, as dialled.
    pub number: String,
    /// Whose it is.
    pub name: Name,
}

/// Office hours in India Standard Time, as minutes of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Offices open.
    pub open: u16,
    /// Offices close.
    pub close: u16,
    /// The women's cell begins to sit.
    pub sitting_from: u16,
    /// The women's cell rises.
    pub sitting_to: u16,
}

/// Working week, holidays and compensatory working days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarData {
    /// The days of the working week.
    pub working_week: Days,
    /// Whether the second Saturday of a month is off.
    pub second_saturday_off: bool,
    /// Days on which the offices are closed.
    pub holidays: Vec<Holiday>,
    /// Days on which they are open although the week or a holiday says not.
    pub compensatory: Vec<NaiveDate>,
}

/// A day on which the offices are closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// The day.
    pub date: NaiveDate,
    /// What is kept.
    pub name: Name,
}

/// How long we wait for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timers {
    /// Minutes after which a draft left alone is registered as it stands.
    pub draft_minutes: u32,
    /// The same for a draft that sounds urgent.
    pub urgent_draft_minutes: u32,
    /// Days of silence after which a disposal is closed as unconfirmed.
    pub silence_days: u32,
    /// Minutes for which a link is locked after five wrong PINs.
    pub pin_lock_minutes: u32,
}

/// What the policy says of a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryPolicy {
    /// The category.
    pub category: Category,
    /// What it is called.
    pub name: Name,
    /// Further words by which people ask for it, folded.
    pub words: Vec<String>,
    /// What a complaint of it is owed.
    pub sla: SlaPolicy,
    /// Who hears first of a breach.
    pub supervisor: OfficerId,
}

/// An office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// Its id.
    pub id: OfficeId,
    /// Its name.
    pub name: Name,
}

impl Policy {
    /// What the policy says of this category.
    #[must_use]
    pub fn category(&self, category: Category) -> &CategoryPolicy {
        &self.categories[category as usize]
    }

    /// What a complaint of this category is owed, to be frozen into it.
    #[must_use]
    pub fn sla(&self, category: Category) -> SlaPolicy {
        self.category(category).sla
    }

    /// All officers, the District Magistrate last.
    pub fn officers(&self) -> impl Iterator<Item = &Officer> {
        self.officers.iter().chain([&self.dm])
    }

    /// The officer of this id, in post or not.
    #[must_use]
    pub fn officer(&self, id: &OfficerId) -> Option<&Officer> {
        self.officers().find(|officer| officer.id == *id)
    }

    /// The office of this id.
    #[must_use]
    pub fn office(&self, id: &OfficeId) -> Option<&Office> {
        self.offices.iter().find(|office| office.id == *id)
    }

    /// The area of this id.
    #[must_use]
    pub fn area(&self, id: &AreaId) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == *id)
    }

    /// Whether this number, id or address receives for this cell. Addresses
    /// are compared without regard to case.
    #[must_use]
    pub fn receives(&self, receiver: &str) -> bool {
        self.cell.receivers.iter().any(|ours| ours.eq_ignore_ascii_case(receiver))
    }

    /// The District Magistrate: level 3.
    #[must_use]
    pub fn dm(&self) -> &Officer {
        &self.dm
    }

    /// Who heads the cell: level 2. The District Magistrate where the post is
    /// vacant.
    #[must_use]
    pub fn in_charge(&self) -> &Officer {
        self.reachable(&self.in_charge).unwrap_or(&self.dm)
    }

    /// Who hears first of a breach in this category: level 1. Whoever heads
    /// the cell where the post is vacant.
    #[must_use]
    pub fn supervisor(&self, category: Category) -> &Officer {
        self.reachable(&self.category(category).supervisor).unwrap_or_else(|| self.in_charge())
    }

    /// The officer who answers for a complaint registered at `at`: the
    /// NodalOfficer of category and area, of the category, the duty officer of
    /// that minute, the cell in-charge, the District Magistrate. Never nobody.
    #[must_use]
    pub fn route(&self, category: Category, area: Option<&AreaId>, at: DateTime<Utc>) -> &Officer {
        area.and_then(|area| self.nodal_officer(category, Some(area)))
            .or_else(|| self.nodal_officer(category, None))
            .or_else(|| self.duty_officer(at))
            .unwrap_or_else(|| self.in_charge())
    }

    /// Who is told at this level. Level 0 without area or time is the
    /// category's NodalOfficer, or the supervisor where it has none.
    #[must_use]
    pub fn officer_at_level(&self, category: Category, level: EscalationLevel) -> &Officer {
        match level.number() {
            0 => self.nodal_officer(category, None).unwrap_or_else(|| self.supervisor(category)),
            1 => self.supervisor(category),
            2 => self.in_charge(),
            _ => &self.dm,
        }
    }

    /// Who is told instead when an SMS cannot be delivered to any of `tried`:
    /// the duty officer of that minute, the category's supervisor, the cell
    /// in-charge, the District Magistrate. Never anybody below who was tried.
    /// `None` once the last has been.
    #[must_use]
    pub fn next_after(&self, category: Category, at: DateTime<Utc>, tried: &[OfficerId]) -> Option<&Officer> {
        let above = [self.supervisor(category), self.in_charge(), &self.dm];
        let reached =
            above.iter().rposition(|officer| tried.contains(&officer.id)).map_or(0, |place| place + 1);
        let duty = self.duty_officer(at).filter(|_| reached == 0);
        duty.into_iter().chain(above.into_iter().skip(reached)).find(|next| !tried.contains(&next.id))
    }

    /// The NodalOfficer in post of this category in this area, or (without
    /// area) in the whole district.
    #[must_use]
    pub fn nodal_officer(&self, category: Category, area: Option<&AreaId>) -> Option<&Officer> {
        self.nodal
            .iter()
            .filter(|nodal| nodal.category == category && nodal.area.as_ref() == area)
            .find_map(|nodal| self.reachable(&nodal.officer))
    }

    /// The duty officer in post at that minute.
    #[must_use]
    pub fn duty_officer(&self, at: DateTime<Utc>) -> Option<&Officer> {
        self.on_shift(&self.roster.duty, at)
    }

    /// Who sits in the women's cell at that minute of the week. Holidays are
    /// the calendar's affair.
    #[must_use]
    pub fn sitting_officer(&self, at: DateTime<Utc>) -> Option<&Officer> {
        self.on_shift(&self.roster.sitting, at)
    }

    fn on_shift(&self, shifts: &[Shift], at: DateTime<Utc>) -> Option<&Officer> {
        let minute = minute_of_week(at);
        shifts.iter().filter(|shift| shift.covers(minute)).find_map(|shift| self.reachable(&shift.officer))
    }

    /// The officer of this id, if an SMS can reach them. The District
    /// Magistrate always counts.
    fn reachable(&self, id: &OfficerId) -> Option<&Officer> {
        self.officer(id).filter(|officer| officer.role == Role::Dm || officer.is_reachable())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::OnceLock;

    use chrono::Datelike;
    use proptest::prelude::{Strategy, any, prop_assert, proptest};

    use super::*;

    pub(crate) const LUCKNOW: &str = include_str!("../policy/lucknow.toml");

    /// The policy of Lucknow, read once.
    pub(crate) fn lucknow() -> &'static Policy {
        static POLICY: OnceLock<Policy> = OnceLock::new();
        POLICY.get_or_init(|| Policy::from_toml(LUCKNOW).expect("lucknow.toml is a good policy"))
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn every_complaint_goes_to_somebody_competent() {
        let check = |category, area: Option<&str>, time, expected| {
            let area = area.map(AreaId::new);
            let officer = lucknow().route(category, area.as_ref(), at(time));
            assert_eq!(officer.id.as_str(), expected, "{category} in {area:?} at {time}");
        };
        let noon = "2026-12-01T06:30:00Z";
        check(Category::Certificate, Some("malihabad"), noon, "tehsildar-malihabad");
        check(Category::Certificate, None, noon, "edistrict-manager");
        check(Category::Certificate, Some("nowhere"), noon, "edistrict-manager");
        check(Category::Pension, Some("bkt"), noon, "pension-north");
        check(Category::Pension, Some("sadar"), noon, "pension-city");
        check(Category::Scheme, Some("sadar"), noon, "protection-officer");
        check(Category::Department, Some("malihabad"), noon, "bdo-malihabad");
        check(Category::Other, None, noon, "cell-1");
        check(Category::Violence, Some("malihabad"), noon, "duty-1");
        // The night of Tuesday, 22:00 IST; the small hours of Friday still
        // belong to Thursday's shift, those of Monday to Sunday's.
        check(Category::Violence, None, "2026-12-01T16:29:59Z", "duty-2");
        check(Category::Violence, None, "2026-12-01T16:30:00Z", "duty-3");
        check(Category::Violence, None, "2026-12-03T20:00:00Z", "duty-3");
        check(Category::Violence, None, "2026-12-06T20:00:00Z", "duty-6");
    }

    #[test]
    fn levels_are_held() {
        for category in Category::ALL {
            let holder = |level| lucknow().officer_at_level(category, EscalationLevel::new(level));
            assert_eq!(holder(1).role, Role::Supervisor, "{category}");
            assert_eq!(holder(2).id.as_str(), "adm-lko");
            assert_eq!(holder(3).id.as_str(), "dm-lko");
            let ids: std::collections::BTreeSet<_> = (0..4).map(|level| &holder(level).id).collect();
            assert!(ids.len() == 4 || category == Category::Violence, "{category}: a level tells nobody new");
        }
    }

    #[test]
    fn who_cannot_be_reached_is_passed_over_upwards() {
        let check = |tried: &[&str], expected: Option<&str>| {
            let tried: Vec<_> = tried.iter().map(|id| OfficerId::new(*id)).collect();
            let next = lucknow().next_after(Category::Pension, at("2026-12-01T06:30:00Z"), &tried);
            assert_eq!(next.map(|officer| officer.id.as_str()), expected, "{tried:?}");
        };
        check(&["pension-city"], Some("duty-1"));
        check(&["duty-1"], Some("dswo-lko"));
        check(&["pension-city", "duty-1"], Some("dswo-lko"));
        check(&["dswo-lko"], Some("adm-lko"));
        check(&["pension-city", "duty-1", "dswo-lko", "adm-lko"], Some("dm-lko"));
        check(&["dm-lko"], None);
        check(&["pension-city", "duty-1", "dswo-lko", "adm-lko", "dm-lko"], None);
    }

    /// The policy with these officers out of post, as after a transfer.
    fn without(absent: &[&str]) -> Policy {
        let mut policy = lucknow().clone();
        for officer in policy.officers.iter_mut().filter(|officer| absent.contains(&officer.id.as_str())) {
            officer.active = false;
        }
        policy
    }

    #[test]
    fn vacant_posts_fall_to_duty_then_upwards() {
        let noon = at("2026-12-01T06:30:00Z");
        let check = |absent: &[&str], expected: &str| {
            let policy = without(absent);
            let officer = policy.route(Category::Certificate, Some(&AreaId::new("bkt")), noon);
            assert_eq!(officer.id.as_str(), expected, "without {absent:?}");
        };
        check(&["tehsildar-bkt"], "edistrict-manager");
        check(&["tehsildar-bkt", "edistrict-manager"], "duty-1");
        check(&["tehsildar-bkt", "edistrict-manager", "duty-1"], "adm-lko");
        check(&["tehsildar-bkt", "edistrict-manager", "duty-1", "adm-lko"], "dm-lko");
        let policy = without(&["dswo-lko"]);
        assert_eq!(policy.supervisor(Category::Pension).id.as_str(), "adm-lko");
    }

    #[test]
    fn violence_reaches_a_woman_at_every_minute() {
        let monday = at("2026-11-29T18:30:00Z");
        for minute in 0..i64::from(crate::roster::WEEK) {
            let officer =
                lucknow().route(Category::Violence, None, monday + chrono::TimeDelta::minutes(minute));
            assert!(officer.woman && officer.role == Role::Officer, "minute {minute}");
        }
    }

    #[test]
    fn each_working_morning_somebody_sits() {
        let check = |time, expected: Option<&str>| {
            let officer = lucknow().sitting_officer(at(time));
            assert_eq!(officer.map(|officer| officer.id.as_str()), expected, "{time}");
        };
        check("2026-12-01T04:00:00Z", Some("cell-2"));
        check("2026-12-01T05:59:59Z", Some("cell-2"));
        check("2026-12-01T06:00:00Z", None);
        check("2026-12-06T04:00:00Z", None);
    }

    #[test]
    fn receivers_name_the_cell() {
        for ours in ["100000000000001", "+915220000001", "LkoHelpline", "Mahila@helpline.example.gov.in"] {
            assert!(lucknow().receives(ours), "{ours}");
        }
        assert!(!lucknow().receives("+915220000002"));
    }

    #[test]
    fn the_year_is_covered_and_rich_enough() {
        let policy = lucknow();
        for year in [2026, 2027] {
            let days = policy.calendar.holidays.iter().filter(|holiday| holiday.date.year() == year).count();
            assert!(days >= 20, "{year}: {days} holidays");
        }
        assert!(policy.officers().count() >= 20);
        assert_eq!(policy.areas.len(), 5);
        assert_eq!(
            policy.helplines.iter().map(|h| h.number.as_str()).collect::<Vec<_>>(),
            ["112", "1090", "181", "1098"]
        );
    }

    #[test]
    fn as_json_it_is_small_and_the_same() {
        let json = serde_json::to_string(lucknow()).unwrap();
        assert!(json.len() < 60_000, "{} bytes", json.len());
        assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), *lucknow());
    }

    #[test]
    fn debug_tells_nothing_of_an_officer() {
        let shown = format!("{:?}", lucknow());
        for officer in lucknow().officers() {
            assert!(!shown.contains(&officer.phone) && !shown.contains(&officer.pin_hash));
        }
    }

    proptest! {
        #[test]
        fn routing_always_ends_with_somebody_in_post(
            category in (0..6usize).prop_map(|i| Category::ALL[i]),
            area in proptest::option::of("[a-z]{0,8}|sadar|bkt|malihabad|mohanlalganj|sarojini-nagar"),
            seconds in -10_000_000_000i64..10_000_000_000,
            absent in any::<u32>(),
        ) {
            let mut policy = lucknow().clone();
            for (place, officer) in policy.officers.iter_mut().enumerate() {
                officer.active = absent >> (place % 32) & 1 == 0;
            }
            let area = area.map(AreaId::new);
            let time = DateTime::from_timestamp(seconds, 0).unwrap();
            prop_assert!(policy.route(category, area.as_ref(), time).is_reachable());
            for level in 0..=3 {
                prop_assert!(policy.officer_at_level(category, EscalationLevel::new(level)).is_reachable());
            }
            // Passing on ends, at the DM, and never asks anybody twice.
            let mut tried = vec![policy.route(category, area.as_ref(), time).id.clone()];
            while let Some(next) = policy.next_after(category, time, &tried) {
                prop_assert!(!tried.contains(&next.id) && tried.len() < 6);
                tried.push(next.id.clone());
            }
            prop_assert!(tried.contains(&policy.dm().id));
        }
    }
}
