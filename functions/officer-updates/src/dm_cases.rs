//! A figure opened down to the complaints that it counts. A line holds the
//! number, the office and dates; who she is stands in the complaint alone.

use domain::access_pages::Page;
use domain::calendar_words::moment;
use domain::case_row::CaseRow;
use domain::{AreaId, OfficeId, OfficerId};
use helpline::figures::{Cases, Figure, Found, Part, cases};
use helpline::{PersonKey, StoreError};
use maud::{Markup, html};

use crate::dm::Board;
use crate::headers::{Answer, HTML};
use crate::page::bare;
use crate::words::{self, Text};
use crate::words_dm as say;

/// So many lines stand on a page: it stays light.
pub(crate) const MOST_LINES: usize = 50;

/// What stands above each column of a list, but for stepping in and for when it
/// was counted.
const HEADS: [Text; 6] = [say::NUMBER, say::CATEGORY, say::OFFICE, say::DUE, say::STATUS, say::LEVEL];

impl Board<'_> {
    /// The list behind a figure.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the table does not answer.
    pub(crate) async fn cases(&self) -> Result<Answer, StoreError> {
        let named = self.query.get("figure").unwrap_or_default();
        let (Some(figure), Some(title)) = (Figure::from_name(named), say::figure(named)) else {
            return Ok(Answer::new(404, HTML, bare(words::NOT_FOUND).into_string()));
        };
        let (policy, officer) = (&self.staff.policy, &self.staff.officer.id);
        let skip: usize = self.query.get("skip").and_then(|skip| skip.parse().ok()).unwrap_or_default();
        let (store, part) = (&self.app.helpline.store, self.part());
        let found = cases(store, policy, officer, (&figure, &part), self.now, (skip, MOST_LINES)).await?;
        let of_now = matches!(figure, Figure::Now(_));
        let page = html! {
            (self.menu())
            p { strong { (self.view.say(title)) } ": " (self.part_words(&part, of_now)) }
            p { (self.view.say(say::CASES_ALL)) ": " (found.all) }
            @if found.kept_back > 0 { p { (self.view.say(say::KEPT_BACK)) ": " (found.kept_back) } }
            @if found.lines.is_empty() { p { (self.view.say(say::NONE)) } }
            @else { (self.found(&found.lines, of_now)) }
            (self.pages(&found, skip))
            p { a href=(self.view.to("/dm")) { (self.view.say(say::BACK)) } }
        };
        Ok(self.answer(200, self.view.say(say::CASES), None, page))
    }

    /// Which part of the figure is asked for: at most a year of months.
    fn part(&self) -> Part {
        let to = self.scope.month;
        let from = self.query.get("from").and_then(|from| from.parse().ok()).unwrap_or(to);
        let area = match self.query.get("area") {
            Some("-") => Some(None),
            other => other.map(|area| Some(AreaId::new(area))),
        };
        Part {
            from: from.clamp(to.back(domain::figures::TREND - 1), to),
            to,
            category: self.scope.category,
            area,
            office: self.query.get("office").map(OfficeId::new),
            officer: self.query.get("officer").map(OfficerId::new),
        }
    }

    /// The part in words.
    fn part_words(&self, part: &Part, of_now: bool) -> String {
        let month = |month| say::month(month, self.view.language);
        let months = match (of_now, part.from == part.to) {
            (true, _) => None,
            (false, true) => Some(month(part.to)),
            (false, false) => Some(format!("{} - {}", month(part.from), month(part.to))),
        };
        let parts = [
            months,
            part.category.map(|category| self.category(category).to_owned()),
            part.area.as_ref().map(|area| self.area(area.as_ref()).to_owned()),
            part.office.as_ref().map(|office| self.office(office).to_owned()),
            part.officer.as_ref().map(|officer| self.officer(officer).to_owned()),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            self.staff.policy.cell.district.in_language(self.view.language).to_owned()
        } else {
            parts.join(" · ")
        }
    }

    /// On to the next lines, and back.
    fn pages(&self, found: &Cases, skip: usize) -> Markup {
        let path = self.view.path.split("&skip=").next().unwrap_or_default();
        let at = |skip: usize| self.view.to(&format!("{path}&skip={skip}"));
        html! {
            p {
                @if skip > 0 { a href=(at(skip.saturating_sub(MOST_LINES))) { (self.view.say(say::PREVIOUS)) } " " }
                @if skip.saturating_add(MOST_LINES) < found.all { a href=(at(skip + MOST_LINES)) { (self.view.say(say::NEXT)) } }
            }
        }
    }

    fn found(&self, lines: &[Found], of_now: bool) -> Markup {
        html! {
            div.scroll tabindex="0" role="region" aria-label=(self.view.say(say::CASES)) {
                table.stack {
                    thead {
                        tr {
                            (self.heads())
                            @if !of_now { @for head in [say::COUNTED_AT, say::AS] { th scope="col" { (self.view.say(head)) } } }
                        }
                    }
                    tbody {
                        @for found in lines {
                            tr.late[found.row.status.is_open() && found.row.is_overdue(self.now)] {
                                (self.cells(&found.person, &found.row))
                                @if let Some((at, counted)) = found.counted {
                                    td { (moment(at, self.view.language)) }
                                    td { (self.view.say(say::counted(counted))) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// A list on the screen.
    pub(crate) fn case_table(&self, title: &str, lines: &[(&PersonKey, &CaseRow)]) -> Markup {
        html! {
            div.scroll tabindex="0" role="region" aria-label=(title) {
                table.stack {
                    thead { tr { (self.heads()) } }
                    tbody {
                        @for (person, row) in lines {
                            tr.late[row.is_overdue(self.now)] { (self.cells(person, row)) }
                        }
                    }
                }
            }
        }
    }

    /// The columns that every list has; who may not open a complaint cannot step
    /// in either.
    fn heads(&self) -> Markup {
        let step_in = self.may(Page::Cases).then_some(say::STEP_IN);
        html! { @for head in HEADS.into_iter().chain(step_in) { th scope="col" { (self.view.say(head)) } } }
    }

    fn cells(&self, person: &PersonKey, row: &CaseRow) -> Markup {
        let language = self.view.language;
        let token = self.app.helpline.vault.mint_link(person, &row.reference, &self.staff.officer.id);
        let step = self.view.to(&format!("/dm/act/{token}"));
        html! {
            th scope="row" {
                @if self.may(Page::Cases) {
                    a href=(self.view.to(&format!("/c/{token}"))) { (row.reference.as_str()) }
                } @else { (row.reference.as_str()) }
            }
            td { (self.category(row.category)) }
            td { (self.office(&row.office)) }
            td { span.l { (self.view.say(say::DUE)) ": " } (moment(row.due_at, language)) }
            td { (words::status(language, row.status)) }
            td { span.l { (self.view.say(say::LEVEL)) " " } (row.level.number()) }
            @if self.may(Page::Cases) {
                td {
                    a href=(step) aria-label={ (self.view.say(say::STEP_IN)) " " (row.reference.as_str()) } {
                        (self.view.say(say::STEP_IN))
                    }
                }
            }
        }
    }
}
