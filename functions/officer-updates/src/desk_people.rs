//! Duty and officers: who is on these days, who is away, and the forms that
//! change it (in `desk_people_edit`).

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use domain::Category;
use domain::calendar::ist_date;
use domain::calendar_words::{moment, short_date};
use domain::ladder_words;
use domain::policy::Policy;
use domain::roster::Officer;
use domain::roster_dated::{Leave, Roster};
use domain::roster_day::{self, Hours};
use maud::{Markup, html};

use crate::Answered;
use crate::desk::Visit;
use crate::desk_edit::{FORMS, ROLES};
use crate::page::Alert;
use crate::policy_change::Change;
use crate::words;
use crate::words_desk as desk;
use crate::words_people as people;

/// So many days are shown, today first.
const DAYS: u64 = 8;

/// The days that are shown.
pub(crate) fn days(now: DateTime<Utc>) -> impl Iterator<Item = NaiveDate> {
    let today = ist_date(now);
    (0..DAYS).filter_map(move |after| today.checked_add_days(Days::new(after)))
}

/// Who sits at the desk on a day: nobody where the offices are closed.
pub(crate) fn sitting(policy: &Policy, day: NaiveDate) -> Vec<Hours<'_>> {
    if !policy.calendar_of(None).is_working_day(day) {
        return Vec::new();
    }
    let mut hours = roster_day::of_day(policy, day, Roster::Sitting);
    hours.retain(|hours| hours.officer.is_some());
    hours
}

/// Who is away, or will be.
pub(crate) fn leave(policy: &Policy, now: DateTime<Utc>) -> Vec<&Leave> {
    let today = ist_date(now);
    policy.roster.leave.iter().filter(|leave| leave.to >= today).collect()
}

/// A time of day.
pub(crate) fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The end of a number: enough to know it by, for who knows it.
pub(crate) fn end_of_number(officer: &Officer) -> &str {
    officer.phone.get(officer.phone.len().saturating_sub(2)..).unwrap_or_default()
}

impl Visit<'_> {
    /// Changes of the policy, as who came may make them.
    pub(crate) fn change(&self) -> Change<'_> {
        Change { app: self.app, staff: self.staff, now: self.now, language: self.view.language }
    }

    /// The first page: one query.
    pub(crate) async fn people(&self) -> Answered {
        let policy = self.change().running().await?;
        let done = self.query.get("done").is_some();
        let alert = Alert::good(self.view.say(people::PUBLISHED)).filter(|_| done);
        let page = html! {
            (self.menu())
            p.meta {
                (self.view.say(people::VERSION)) ": " (policy.version) ". " (self.view.say(people::IN_FORCE)) " "
                a href=(self.view.to("/desk/people/versions")) { (self.view.say(people::HISTORY)) }
            }
            (self.week(&policy))
            (self.leave(&policy))
            h2 { (self.view.say(people::CHANGE)) }
            ul { @for form in FORMS {
                li { a href=(self.view.to(&format!("/desk/people/{}", form.name))) { (self.view.say(form.title)) } }
            } }
            (self.officers(&policy))
            (self.ladders(&policy))
        };
        Ok((self.answer(200, self.view.say(desk::PEOPLE), alert.as_ref(), page), Vec::new()))
    }

    fn week(&self, policy: &Policy) -> Markup {
        html! {
            h2 { (self.view.say(people::WEEK)) }
            div.scroll tabindex="0" role="region" aria-label=(self.view.say(people::WEEK)) {
                table.stack {
                    thead { tr {
                        @for title in [people::DAY, people::DUTY, people::SITTING] { th scope="col" { (self.view.say(title)) } }
                    } }
                    tbody { @for day in days(self.now) {
                        tr {
                            th scope="row" { (short_date(day, self.view.language)) }
                            td { span.l { (self.view.say(people::DUTY)) } @for hours in roster_day::of_day(policy, day, Roster::Duty) { (self.hours(&hours)) } }
                            @let sitting = sitting(policy, day);
                            td {
                                @if !sitting.is_empty() { span.l { (self.view.say(people::SITTING)) } }
                                @for hours in sitting { (self.hours(&hours)) }
                            }
                        }
                    } }
                }
            }
        }
    }

    fn hours(&self, hours: &Hours<'_>) -> Markup {
        let name = hours.officer.map(|officer| officer.name.in_language(self.view.language));
        html! {
            div { (clock(hours.from)) "-" (clock(hours.to)) " " (name.unwrap_or(self.view.say(people::NOBODY))) }
        }
    }

    /// A date that may lie in another year.
    fn date(&self, date: NaiveDate) -> String {
        format!("{} {}", short_date(date, self.view.language), date.year())
    }

    /// Who is away, or will be.
    fn leave(&self, policy: &Policy) -> Markup {
        let coming = leave(policy, self.now);
        let named =
            |id| policy.officer(id).map_or("", |officer| officer.name.in_language(self.view.language));
        html! {
            h2 { (self.view.say(people::LEAVE)) }
            @if coming.is_empty() { p { (self.view.say(people::NONE)) } } @else {
                div.scroll tabindex="0" role="region" aria-label=(self.view.say(people::LEAVE)) {
                    table.stack {
                        thead { tr {
                            @for title in [people::OFFICER, people::FROM, people::TO, people::STAND_IN, people::CHANGE] {
                                th scope="col" { (self.view.say(title)) }
                            }
                        } }
                        tbody { @for leave in coming {
                            tr {
                                th scope="row" { (named(&leave.officer)) }
                                td { span.l { (self.view.say(people::FROM)) ": " } (self.date(leave.from)) }
                                td { span.l { (self.view.say(people::TO)) ": " } (self.date(leave.to)) }
                                td { span.l { (self.view.say(people::STAND_IN)) ": " } (leave.stand_in.as_ref().map_or(self.view.say(people::NONE), named)) }
                                td {
                                    form.inline method="post" action=(self.view.to("/desk/people/remove-leave")) {
                                        input type="hidden" name="officer" value=(leave.officer);
                                        input type="hidden" name="from" value=(leave.from);
                                        button.second { (self.view.say(people::REMOVE)) }
                                    }
                                }
                            }
                        } }
                    }
                }
            }
        }
    }

    fn officers(&self, policy: &Policy) -> Markup {
        let role = |officer: &Officer| {
            let named = ROLES.iter().find(|(name, _)| *name == officer.role.as_str());
            named.map_or("", |(_, title)| self.view.say(*title))
        };
        let office = |officer: &Officer| {
            policy
                .office(&officer.office)
                .map_or("", |office| office.name.in_language(self.view.language))
                .to_owned()
        };
        html! {
            details {
                summary { (self.view.say(people::OFFICERS)) }
                div.scroll tabindex="0" role="region" aria-label=(self.view.say(people::OFFICERS)) {
                    table.stack {
                        thead { tr {
                            @for title in [people::OFFICER, people::OFFICE, people::ROLE, people::NUMBER] {
                                th scope="col" { (self.view.say(title)) }
                            }
                        } }
                        tbody { @for officer in policy.everybody() {
                            tr {
                                th scope="row" { (officer.name.in_language(self.view.language)) }
                                td { (office(officer)) }
                                td { (role(officer)) @if !officer.active { " (" (self.view.say(people::GONE)) ")" } }
                                td { "…" (end_of_number(officer)) }
                            }
                        } }
                    }
                }
            }
        }
    }

    /// Each category's ladders, for complaints registered from now on.
    fn ladders(&self, policy: &Policy) -> Markup {
        let language = self.view.language;
        html! {
            details {
                summary { (self.view.say(people::LADDERS)) }
                div.scroll tabindex="0" role="region" aria-label=(self.view.say(people::LADDERS)) {
                    table {
                        thead { tr {
                            @for title in [words::ABOUT, people::MISSED, people::STEPS] {
                                th scope="col" { (self.view.say(title)) }
                            }
                        } }
                        tbody { @for category in Category::ALL {
                            @for (owed, ladder) in policy.sla(category).ladders() {
                                tr {
                                    th scope="row" { (policy.category(category).name.in_language(language)) }
                                    td { (ladder_words::owed(owed, language)) }
                                    td { @for (level, step) in ladder.steps() {
                                        div { (ladder_words::step(level, step, language)) }
                                    } }
                                }
                            }
                        } }
                    }
                }
            }
        }
    }

    /// The versions of the policy, the newest first.
    pub(crate) async fn versions(&self) -> Answered {
        let versions = self.change().versions().await?;
        let by = |id: &str| {
            let known = self.staff.policy.everybody().find(|officer| officer.id.as_str() == id);
            known.map_or(id.to_owned(), |officer| officer.name.in_language(self.view.language).to_owned())
        };
        let page = html! {
            (self.menu())
            div.scroll tabindex="0" role="region" aria-label=(self.view.say(people::HISTORY)) {
                table.stack {
                    thead { tr {
                        @for title in [people::ONE_VERSION, people::WHEN, people::BY, people::CHANGES] {
                            th scope="col" { (self.view.say(title)) }
                        }
                    } }
                    tbody { @for version in &versions {
                        tr {
                            th scope="row" { (version.version) }
                            td {
                                @if version.installed { (self.view.say(people::INSTALLED)) }
                                @else { (moment(version.at, self.view.language)) }
                            }
                            td { (version.by.as_deref().map_or("-".to_owned(), by)) }
                            @let (changes, spoken) = version.changes_in(self.view.language);
                            td lang=(spoken.code()) { @for change in changes { div { (change) } } }
                        }
                    } }
                }
            }
        };
        Ok((self.answer(200, self.view.say(people::HISTORY), None, page), Vec::new()))
    }
}
