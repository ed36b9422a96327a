//! What changes from one policy to the next, in a clerk's words. Numbers are
//! shown by their last two digits, PINs not at all.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::category::{Category, Language, Name};
use crate::ladder::{Milestone, SlaPolicy};
use crate::ladder_words;
use crate::policy::{Holiday, Policy};
use crate::policy_words::{Words, both, hours, limit_words, shift_words};
use crate::roster::{Officer, Role, Shift};

/// Every change, one a line, in English; none where nothing changes but the
/// version.
#[must_use]
pub fn diff(old: &Policy, new: &Policy) -> Vec<String> {
    diff_in(old, new, Language::English)
}

/// The same in this language.
#[must_use]
pub fn diff_in(old: &Policy, new: &Policy, language: Language) -> Vec<String> {
    let words = Words { language, policies: [new, old] };
    let mut teller = Teller { old, new, words, lines: Vec::new() };
    teller.note(
        old.cell != new.cell,
        both!("प्रकोष्ठ: नाम, उपसर्ग, नंबर या भाषाएँ बदलीं", "cell: name, prefix, numbers or languages changed"),
    );
    teller.officers();
    teller.posts();
    teller.categories();
    teller.calendar();
    teller.lists();
    teller.rest();
    teller.lines
}

/// Holidays that come new and within so many days, and carry no order's number:
/// open deadlines could move on them, and nobody could say by what right.
#[must_use]
pub fn late_without_order(old: &Policy, new: &Policy, today: NaiveDate, within_days: u16) -> Vec<NaiveDate> {
    let last = today.checked_add_days(chrono::Days::new(within_days.into())).unwrap_or(today);
    let is_new = |holiday: &&Holiday| !old.calendar.holidays.iter().any(|it| it.date == holiday.date);
    let late = new.calendar.holidays.iter().filter(is_new);
    late.filter(|it| it.order.is_none() && it.date <= last).map(|it| it.date).collect()
}

/// Whether a holiday comes new that an order declared, so that open deadlines
/// have to be counted again.
#[must_use]
pub fn declares_holidays(old: &Policy, new: &Policy) -> bool {
    new.calendar.holidays.iter().any(|it| it.order.is_some() && !old.calendar.holidays.contains(it))
}

/// What tells the changes, in one language.
struct Teller<'a> {
    old: &'a Policy,
    new: &'a Policy,
    words: Words<'a>,
    lines: Vec<String>,
}

impl Teller<'_> {
    /// One line.
    fn tell(&mut self, said: Name) {
        self.lines.push(self.in_language(said));
    }

    fn in_language(&self, said: Name) -> String {
        match self.words.language {
            Language::Hindi => said.hi,
            Language::English => said.en,
        }
    }

    fn note(&mut self, changed: bool, said: Name) {
        if changed {
            self.tell(said);
        }
    }

    fn officers(&mut self) {
        let (before, after): (Vec<_>, Vec<_>) =
            (self.old.everybody().collect(), self.new.everybody().collect());
        for officer in &after {
            let (id, name) = (&officer.id, &officer.name);
            let (hi, en) = (&name.hi, &name.en);
            match before.iter().find(|it| it.id == *id) {
                None => self.tell(both!("नए अधिकारी {hi} ({id})", "officer {id} added: {en}")),
                Some(known) if known != officer => self.officer(known, officer),
                Some(_) => {}
            }
        }
        for gone in before.iter().filter(|it| after.iter().all(|other| other.id != it.id)) {
            let (id, hi, en) = (&gone.id, &gone.name.hi, &gone.name.en);
            self.tell(both!("अधिकारी {hi} ({id}) हटाए गए", "officer {id} removed: {en}"));
        }
    }

    fn officer(&mut self, old: &Officer, new: &Officer) {
        let (hi, en) = (&new.name.hi, &new.name.en);
        let (number, woman) = (last_two(&new.phone), new.woman);
        let (office, role) = (self.words.office(&new.office), self.words.role(new.role));
        let post = if new.active {
            both!("फिर पद पर", "in post again")
        } else {
            both!("अब पद पर नहीं", "no longer in post")
        };
        let woman = if woman {
            both!("महिला: हाँ", "woman: yes")
        } else {
            both!("महिला: नहीं", "woman: no")
        };
        let changes = [
            (old.name != new.name, both!("अब नाम {hi}", "now {en}")),
            (old.phone != new.phone, both!("नया नंबर, अंत में {number}", "another number, ending in {number}")),
            (old.active != new.active, post),
            (old.office != new.office, both!("अब कार्यालय {office}", "now in office {office}")),
            (old.role != new.role, both!("अब {role}", "now {role}")),
            (old.language != new.language, both!("एसएमएस दूसरी भाषा में", "written to in another language")),
            (old.pin_hash != new.pin_hash, both!("नया पिन", "another PIN")),
            (old.reports_to != new.reports_to, both!("अब किसी और के अधीन", "reports to somebody else")),
            (old.woman != new.woman, woman),
            (
                (&old.called, &old.posts) != (&new.called, &new.posts),
                both!("पुकारने के नाम बदले", "called otherwise"),
            ),
        ];
        let what =
            changes.into_iter().filter(|(changed, _)| *changed).map(|(_, said)| self.in_language(said));
        let what = what.collect::<Vec<_>>().join(", ");
        let id = self.words.officer(&new.id);
        self.tell(both!("अधिकारी {id}: {what}", "officer {id}: {what}"));
    }

    fn posts(&mut self) {
        if self.old.dm.id != self.new.dm.id {
            let (now, was) = (self.words.officer(&self.new.dm.id), self.words.officer(&self.old.dm.id));
            self.tell(both!("जिलाधिकारी: {was} की जगह {now}", "District Magistrate: {now} instead of {was}"));
        }
        if self.old.in_charge != self.new.in_charge {
            let (now, was) =
                (self.words.officer(&self.new.in_charge), self.words.officer(&self.old.in_charge));
            self.tell(both!(
                "प्रकोष्ठ प्रभारी: {was} की जगह {now}",
                "in charge of the cell: {now} instead of {was}"
            ));
        }
    }

    fn categories(&mut self) {
        for category in Category::ALL {
            let (before, after) = (self.old.category(category), self.new.category(category));
            let about = self.words.category(category);
            if before.sla != after.sla {
                for how in self.sla(&before.sla, &after.sla) {
                    self.tell(both!("विषय {about}: {how}", "category {about}: {how}"));
                }
            }
            if before.supervisor != after.supervisor {
                let (now, was) =
                    (self.words.officer(&after.supervisor), self.words.officer(&before.supervisor));
                self.tell(both!(
                    "विषय {about}: पर्यवेक्षक {was} की जगह {now}",
                    "category {about}: supervisor {now} instead of {was}"
                ));
            }
            let named = (&before.name, &before.words) != (&after.name, &after.words);
            self.note(
                named,
                both!("विषय {about}: नाम या शब्द बदले", "category {about}: name or words changed"),
            );
        }
    }

    /// What is owed differently, a line each.
    fn sla(&self, old: &SlaPolicy, new: &SlaPolicy) -> Vec<String> {
        let mut lines = Vec::new();
        if old.limit != new.limit {
            let [was, now] = [old.limit, new.limit].map(|limit| self.in_language(limit_words(limit)));
            lines.push(both!(
                "सीमा {was} की जगह {now}, अब से दर्ज शिकायतों के लिए",
                "limit {now} instead of {was}, for complaints registered from now on"
            ));
        }
        lines.extend(ladder_words::changes(old, new, self.words.language));
        let rest = |sla: &SlaPolicy| {
            let within = |it: &Option<Milestone>| it.as_ref().map(|it| it.within_minutes);
            (within(&sla.acknowledge), within(&sla.first_action), sla.reminder_hours, sla.repeat_hours)
        };
        if rest(old) != rest(new) {
            lines.push(both!(
                "याद या पहले कदम बदले, अब से दर्ज शिकायतों के लिए",
                "reminder or first steps changed, for complaints registered from now on"
            ));
        }
        lines.into_iter().map(|line| self.in_language(line)).collect()
    }

    fn calendar(&mut self) {
        let (before, after) = (&self.old.calendar, &self.new.calendar);
        for holiday in after.holidays.iter().filter(|it| !before.holidays.contains(it)) {
            let (day, hi, en) = (self.words.day(holiday.date), &holiday.name.hi, &holiday.name.en);
            self.tell(match &holiday.order {
                Some(order) => both!(
                    "अवकाश {day} {hi}, आदेश {order}: खुली सीमाएँ आगे बढ़ेंगी",
                    "holiday {day} {en}, order {order}: open limits move"
                ),
                None => both!("अवकाश {day} {hi}", "holiday {day} {en}"),
            });
        }
        let gone = |it: &&Holiday| after.holidays.iter().all(|other| other.date != it.date);
        for gone in before.holidays.iter().filter(gone) {
            let (day, hi, en) = (self.words.day(gone.date), &gone.name.hi, &gone.name.en);
            self.tell(both!(
                "{day} ({hi}) अब अवकाश नहीं; खुली सीमाएँ वही रहेंगी",
                "no holiday any more on {day} ({en}); open limits stay"
            ));
        }
        let dates = |list: &[NaiveDate]| list.iter().copied().collect::<BTreeSet<_>>();
        let (was, is) = (dates(&before.compensatory), dates(&after.compensatory));
        for day in is.difference(&was).map(|day| self.words.day(*day)).collect::<Vec<_>>() {
            self.tell(both!("{day} बदले का कार्य-दिवस", "working day in compensation on {day}"));
        }
        for day in was.difference(&is).map(|day| self.words.day(*day)).collect::<Vec<_>>() {
            self.tell(both!(
                "{day} अब बदले का कार्य-दिवस नहीं",
                "no working day in compensation any more on {day}"
            ));
        }
        let week = |policy: &Policy| {
            let calendar = &policy.calendar;
            (calendar.working_week, calendar.second_saturday_off, policy.weeks.clone(), policy.hours)
        };
        self.note(
            week(self.old) != week(self.new),
            both!(
                "कार्य-सप्ताह या कार्यालय का समय बदला, अब से दर्ज शिकायतों के लिए",
                "working week or office hours changed, for complaints registered from now on"
            ),
        );
    }

    /// Shifts, leave, overrides, swaps and nodal officers: what comes and what goes.
    fn lists(&mut self) {
        let (old, new, words) = (self.old, self.new, self.words);
        let (was, is) = (&old.roster, &new.roster);
        let shift = |shift: &Shift| shift_words(shift, words);
        self.compare(both!("ड्यूटी", "duty"), &was.duty, &is.duty, shift);
        self.compare(both!("सेल में बैठक", "sitting"), &was.sitting, &is.sitting, shift);
        self.compare(both!("अवकाश", "leave"), &was.leave, &is.leave, |leave| {
            let (who, from, to) = (words.officer(&leave.officer), words.day(leave.from), words.day(leave.to));
            match leave.stand_in.as_ref().map(|stand_in| words.officer(stand_in)) {
                Some(stands) => both!(
                    "{who}, {from} से {to} तक, स्थानापन्न {stands}",
                    "{who} from {from} to {to}, {stands} stands in"
                ),
                None => both!("{who}, {from} से {to} तक", "{who} from {from} to {to}"),
            }
        });
        self.compare(
            both!("तारीख़ पर कोई और", "override"),
            &was.overrides,
            &is.overrides,
            |it| {
                let (who, roster, day) =
                    (words.officer(&it.officer), words.roster(it.roster), words.day(it.date));
                let hours = hours(it.from, it.to);
                both!("{who}, {day} {hours}, {roster}", "{who} {roster} on {day} {hours}")
            },
        );
        self.compare(both!("अदला-बदली", "swap"), &was.swaps, &is.swaps, |it| {
            let (who, with) = (words.officer(&it.officer), words.officer(&it.with));
            let (day, with_day) = (words.day(it.date), words.day(it.with_date));
            both!("{who} का {day}, {with} के {with_day} से", "{who} on {day} with {with} on {with_day}")
        });
        self.compare(
            both!("नोडल अधिकारी", "nodal officer"),
            &old.nodal,
            &new.nodal,
            |nodal| {
                let (who, about) = (words.officer(&nodal.officer), words.category(nodal.category));
                match nodal.area.as_ref().map(|area| words.area(area)) {
                    Some(area) => both!("{who}, {about}, {area}", "{who} for {about} in {area}"),
                    None => both!("{who}, {about}, पूरा ज़िला", "{who} for {about} in the district"),
                }
            },
        );
        self.compare(both!("कार्यालय", "office"), &old.offices, &new.offices, |office| {
            let (id, hi, en) = (&office.id, &office.name.hi, &office.name.en);
            both!("{hi}", "{id} ({en})")
        });
    }

    fn compare<T: PartialEq>(&mut self, what: Name, old: &[T], new: &[T], words: impl Fn(&T) -> Name) {
        let what = self.in_language(what);
        for it in new.iter().filter(|it| !old.contains(it)) {
            let it = self.in_language(words(it));
            self.tell(both!("जोड़ा गया, {what}: {it}", "{what} added: {it}"));
        }
        for it in old.iter().filter(|it| !new.contains(it)) {
            let it = self.in_language(words(it));
            self.tell(both!("हटाया गया, {what}: {it}", "{what} removed: {it}"));
        }
    }

    fn rest(&mut self) {
        let (old, new) = (self.old, self.new);
        for (changed, said) in [
            (
                old.timers != new.timers,
                both!("प्रतीक्षा के समय बदले", "how long we wait for what (timers) changed"),
            ),
            (old.quiet != new.quiet, both!("शांत समय बदला", "quiet hours changed")),
            (old.areas != new.areas, both!("तहसीलें या उनके स्थान बदले", "tehsils or their localities changed")),
            (old.helplines != new.helplines, both!("आपात नंबर बदले", "emergency numbers changed")),
        ] {
            self.note(changed, said);
        }
    }
}

fn last_two(phone: &str) -> &str {
    phone.get(phone.len().saturating_sub(2)..).unwrap_or_default()
}

/// How a policy stands, in one line.
#[must_use]
pub fn about(policy: &Policy) -> String {
    let leading = |role| policy.officers().filter(|officer| officer.role == role && officer.active).count();
    let last = policy.calendar.holidays.iter().map(|holiday| holiday.date).max();
    let until = last.map_or_else(|| "none".to_owned(), |date| date.to_string());
    format!(
        "{} version {}: {} officers in post, {} supervisors, {} holidays, the last on {until}",
        policy.cell.id,
        policy.version,
        policy.officers().filter(|officer| officer.active).count(),
        leading(Role::Supervisor),
        policy.calendar.holidays.len(),
    )
}

#[cfg(test)]
#[path = "tests/policy_diff.rs"]
mod tests;
