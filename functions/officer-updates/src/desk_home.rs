//! The desk's first page: who is on duty, what tomorrow lacks, and the queue.
//! Lists show numbers, offices and dates, and nothing of hers.

use std::collections::{BTreeMap, BTreeSet};

use domain::access_pages::Page;
use domain::calendar::ist_date;
use domain::calendar_words::moment;
use domain::case_row::{CaseRow, List};
use domain::roster::Officer;
use domain::roster_gap;
use domain::{Category, Reference};
use helpline::{PersonKey, lists};
use maud::{Markup, html};

use crate::Answered;
use crate::desk::Visit;
use crate::words;
use crate::words_desk as desk;
use crate::words_dm;
use crate::words_merge::SAME_WOMAN;
use crate::words_people as people;

/// A part of the queue shows so many lines; the whole list stands below.
const MOST_LINES: usize = 12;
/// A whole list shows so many lines at a time, so that the page stays light.
const MOST_LISTED: usize = 40;

/// How many lines of a whole list are left out, in the query.
const SKIP: &str = "skip";

type Lines = [(PersonKey, CaseRow)];

/// The complaints beside which the same woman has another open: perhaps one matter.
fn of_one_woman(open: &Lines) -> BTreeSet<Reference> {
    let mut hers: BTreeMap<&PersonKey, Vec<&Reference>> = BTreeMap::new();
    for (person, row) in open {
        hers.entry(person).or_default().push(&row.reference);
    }
    hers.into_values().filter(|all| all.len() > 1).flatten().cloned().collect()
}

impl Visit<'_> {
    /// The first page: two queries.
    pub(crate) async fn home(&self) -> Answered {
        let cell = &self.staff.policy.cell.id;
        let store = &self.app.helpline.store;
        let (open, disposed) = futures_util::future::try_join(
            lists::whole(store, cell, List::Open, None),
            lists::whole(store, cell, List::Disposed, None),
        )
        .await?;
        let (open, disposed) = (self.shown(open), self.shown(disposed));
        let page = html! {
            (self.menu())
            (self.duty())
            (self.queue(&open))
            (self.part(desk::AWAITING, &disposed, &|_| true))
            (self.whole(&open))
        };
        Ok((self.answer(200, self.view.say(desk::DESK), None, page), Vec::new()))
    }

    /// Who was told that it is solved and has not said so: to be called.
    pub(crate) async fn calls(&self) -> Answered {
        let cell = &self.staff.policy.cell.id;
        let found = lists::whole(&self.app.helpline.store, cell, List::CallBack, None).await?;
        let drawn = self.shown(found);
        let page = html! {
            (self.menu())
            p { (self.view.say(desk::CALL_HINT)) }
            (self.listed(drawn.iter().collect(), "/desk/calls"))
        };
        Ok((self.answer(200, self.view.say(desk::CALLS), None, page), Vec::new()))
    }

    /// Lines that accuse who looks are not there for them.
    fn shown(&self, lines: Vec<(PersonKey, CaseRow)>) -> Vec<(PersonKey, CaseRow)> {
        let (officer, policy) = (&self.staff.officer.id, &self.staff.policy);
        lines.into_iter().filter(|(_, row)| row.is_shown_to(officer, policy)).collect()
    }

    /// Where one can go from here.
    pub(crate) fn menu(&self) -> Markup {
        let pages = [
            (Page::Desk, "/desk", desk::QUEUE),
            (Page::Desk, "/desk/register", desk::REGISTER),
            (Page::Desk, "/desk/calls", desk::CALLS),
            (Page::Desk, "/desk/quarantine", people::UNREAD),
            (Page::Policy, "/desk/people", desk::PEOPLE),
            (Page::Figures, "/dm", desk::FIGURES),
        ];
        html! {
            nav.menu aria-label=(self.view.say(desk::DESK)) {
                @for (page, path, title) in pages {
                    @if self.may(page) {
                        a href=(self.view.to(path)) aria-current=[(path == self.view.path).then_some("page")] {
                            (self.view.say(title))
                        }
                    }
                }
            }
        }
    }

    fn duty(&self) -> Markup {
        let policy = &self.staff.policy;
        let reach = policy.reach(self.now);
        let tomorrow = ist_date(self.now).succ_opt();
        let gaps = tomorrow.map(|day| roster_gap::gaps(policy, day)).unwrap_or_default();
        html! {
            dl {
                dt { (self.view.say(desk::ON_DUTY)) }
                dd { (self.named(reach.duty_officer())) }
                dt { (self.view.say(desk::SITS)) }
                dd { (self.named(reach.sitting_officer())) }
                dt { (self.view.say(desk::TOMORROW)) }
                dd {
                    @if gaps.is_empty() { (self.view.say(desk::NO_GAP)) }
                    @for gap in &gaps { p { (roster_gap::in_words(gap, policy, self.view.language)) } }
                }
            }
        }
    }

    fn named(&self, officer: Option<&Officer>) -> String {
        let Some(officer) = officer else { return self.view.say(desk::NOBODY).to_owned() };
        let office = self.staff.policy.office(&officer.office);
        let office = office.map_or("", |office| office.name.in_language(self.view.language));
        format!("{}, {office}", officer.name.in_language(self.view.language))
    }

    fn queue(&self, open: &Lines) -> Markup {
        let pressing = |row: &CaseRow| row.category == Category::Violence || row.urgent;
        let several = of_one_woman(open);
        html! {
            (self.part(desk::PRESSING, open, &pressing))
            (self.part(desk::OVERDUE, open, &|row| row.is_overdue(self.now)))
            (self.part(desk::UNSORTED, open, &|row| row.category == Category::Other))
            (self.part(desk::UNSEEN, open, &|row| row.acknowledged_at.is_none()))
            (self.part(desk::UNDELIVERED, open, &|row| row.missed))
            (self.part(desk::UNREACHED, open, &|row| row.unreached))
            (self.part(SAME_WOMAN, open, &|row| several.contains(&row.reference)))
        }
    }

    fn part(&self, title: words::Text, lines: &Lines, belongs: &dyn Fn(&CaseRow) -> bool) -> Markup {
        let mut found: Vec<_> = lines.iter().filter(|(_, row)| belongs(row)).collect();
        found.sort_by_key(|(_, row)| (row.order(), row.reference.clone()));
        let count = found.len();
        html! {
            section {
                @if count > 0 { h2 { (self.view.say(title)) ": " (count) } }
                @else { p.meta { (self.view.say(title)) ": 0" } }
                @if count > 0 { (self.table(found.into_iter().take(MOST_LINES).collect())) }
                @if count > MOST_LINES { p.meta { (self.view.say(desk::MORE)) } }
            }
        }
    }

    fn whole(&self, open: &Lines) -> Markup {
        html! {
            details open[self.query.get(SKIP).is_some()] {
                summary { (self.view.say(desk::ALL_OPEN)) ": " (open.len()) }
                (self.listed(open.iter().collect(), "/desk"))
            }
        }
    }

    /// A part of a long list, the most urgent first, and the ways on and back.
    fn listed(&self, mut lines: Vec<&(PersonKey, CaseRow)>, path: &str) -> Markup {
        let all = lines.len();
        let skip = self.query.get(SKIP).and_then(|skip| skip.parse().ok()).unwrap_or(0_usize);
        let at = |skip: usize| self.view.to(&format!("{path}?{SKIP}={skip}"));
        lines.sort_by_key(|(_, row)| (row.order(), row.reference.clone()));
        html! {
            (self.table(lines.into_iter().skip(skip).take(MOST_LISTED).collect()))
            p {
                @if skip > 0 { a href=(at(skip.saturating_sub(MOST_LISTED))) { (self.view.say(words_dm::PREVIOUS)) } " " }
                @if skip.saturating_add(MOST_LISTED) < all { a href=(at(skip.saturating_add(MOST_LISTED))) { (self.view.say(words_dm::NEXT)) } }
            }
        }
    }

    /// Lines of complaints, the most urgent first.
    pub(crate) fn table(&self, mut lines: Vec<&(PersonKey, CaseRow)>) -> Markup {
        if lines.is_empty() {
            return html! { p { (self.view.say(desk::NONE)) } };
        }
        lines.sort_by_key(|(_, row)| (row.order(), row.reference.clone()));
        html! {
            div.scroll tabindex="0" role="region" aria-label=(self.view.say(desk::QUEUE)) {
                table.stack {
                    thead {
                        tr {
                            @for title in [desk::REFERENCE, desk::CATEGORY, desk::OFFICE, desk::DUE, desk::STATUS, desk::LEVEL] {
                                th scope="col" { (self.view.say(title)) }
                            }
                        }
                    }
                    tbody { @for (person, row) in lines { (self.line(person, row)) } }
                }
            }
        }
    }

    fn line(&self, person: &PersonKey, row: &CaseRow) -> Markup {
        let (language, policy) = (self.view.language, &self.staff.policy);
        let token = self.app.helpline.vault.mint_link(person, &row.reference, &self.staff.officer.id);
        let office = policy.office(&row.office).map_or("", |office| office.name.in_language(language));
        html! {
            tr.late[row.is_overdue(self.now)] {
                th scope="row" { a href=(self.view.to(&format!("/c/{token}"))) { (row.reference.as_str()) } }
                td { (policy.category(row.category).name.in_language(language)) }
                td { (office) }
                td { (moment(row.due_at, language)) }
                td { (words::status(language, row.status)) }
                td { span.l { (self.view.say(desk::LEVEL)) " " } (row.level.number()) }
            }
        }
    }
}
