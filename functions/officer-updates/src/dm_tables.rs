//! The tables of the District Magistrate's page: by category, tehsil and
//! office, and the officers.

use domain::figures::{Figures, Line, OfficerLine, TREND};
use domain::tally::{Counted, Counts};
use maud::{Markup, html};

use crate::dm::{Board, Of};
use crate::words::Text;
use crate::words_dm as say;

/// A share in per cent, rounded; `None` of nothing.
fn per_cent(part: u64, all: u64) -> Option<u64> {
    (part * 200 + all).checked_div(all * 2)
}

/// A rate from 0 to 1 in per cent, rounded.
fn rounded(rate: f64) -> String {
    format!("{:.0}", rate * 100.0)
}

impl Board<'_> {
    /// Disposed in time, of all disposed of, and in per cent.
    pub(crate) fn in_time(&self, counts: &Counts, of: Of<'_>) -> Markup {
        let (in_time, disposed) = (counts.of(Counted::DisposedInTime), counts.disposed());
        if disposed == 0 {
            return html! { "-" };
        }
        html! {
            (self.number(in_time, "disposed_in_time", of)) "/" (self.number(disposed, "disposed", of))
            @if let Some(share) = per_cent(in_time, disposed) { " (" (share) "%)" }
        }
    }

    /// By category, and all of them.
    pub(crate) fn by_category(&self, figures: &Figures) -> Markup {
        let rows = figures.by_category.iter().map(|(category, line)| {
            (self.category(*category), *line, Of { category: Some(*category), ..Of::default() })
        });
        self.lines(say::BY_CATEGORY, say::CATEGORY, rows.collect(), &figures.total)
    }

    /// By tehsil, and all of them.
    pub(crate) fn by_area(&self, figures: &Figures) -> Markup {
        let rows = figures.by_area.iter().map(|(area, line)| {
            (self.area(area.as_ref()), *line, Of { area: Some(area.as_ref()), ..Of::default() })
        });
        self.lines(say::BY_AREA, say::AREA, rows.collect(), &figures.total)
    }

    /// By office, those that have something, and all of them.
    pub(crate) fn by_office(&self, figures: &Figures) -> Markup {
        let rows = figures.by_office.iter().filter(|(_, line)| *line != Line::default());
        let rows = rows
            .map(|(office, line)| (self.office(office), *line, Of { office: Some(office), ..Of::default() }));
        self.lines(say::BY_OFFICE, say::OFFICE, rows.collect(), &figures.total)
    }

    fn lines(&self, title: Text, of_what: Text, rows: Vec<(&str, Line, Of<'_>)>, total: &Line) -> Markup {
        let heads = [
            of_what,
            say::OPEN,
            say::DUE_TODAY,
            say::OVERDUE,
            say::REGISTERED,
            say::IN_TIME,
            say::IN_TIME_BEFORE,
        ];
        html! {
            section {
                h2 { (self.view.say(title)) }
                div.scroll tabindex="0" role="region" aria-label=(self.view.say(title)) {
                    table.figures {
                        thead { tr { @for head in heads { th scope="col" { (self.view.say(head)) } } } }
                        tbody { @for (name, line, of) in &rows { (self.line(name, line, *of)) } }
                        tfoot { (self.line(self.view.say(say::TOTAL), total, Of::default())) }
                    }
                }
            }
        }
    }

    fn line(&self, name: &str, line: &Line, of: Of<'_>) -> Markup {
        let before = Of { month: Some(self.scope.month.back(1)), ..of };
        html! {
            tr {
                th scope="row" { (name) }
                td { (self.number(line.open, "open", of)) }
                td { (self.number(line.due_today, "due_today", of)) }
                td { (self.number(line.overdue, "overdue", of)) }
                td { (self.number(line.month.of(Counted::Registered), "registered", of)) }
                td { (self.in_time(&line.month, of)) }
                td { (self.in_time(&line.before, before)) }
            }
        }
    }

    /// The officers, who has most open first.
    pub(crate) fn officers(&self, figures: &Figures) -> Markup {
        let heads = [say::OFFICER, say::LOAD, say::OVERDUE, say::ACKNOWLEDGING, say::IN_TIME, say::UNTRUE];
        html! {
            section {
                h2 { (self.view.say(say::OFFICERS)) }
                p.meta { (self.view.say(say::OFFICERS_HINT)) }
                div.scroll tabindex="0" role="region" aria-label=(self.view.say(say::OFFICERS)) {
                    table.figures {
                        thead { tr { @for head in heads { th scope="col" { (self.view.say(head)) } } } }
                        tbody { @for officer in &figures.officers { (self.officer_line(officer)) } }
                    }
                }
            }
        }
    }

    fn officer_line(&self, it: &OfficerLine) -> Markup {
        let now = Of { officer: Some(&it.officer), ..Of::default() };
        let year = Of { from: Some(self.scope.month.back(TREND - 1)), ..now };
        html! {
            tr {
                th scope="row" { (self.officer(&it.officer)) small { (self.office(&it.office)) } }
                td { (self.number(it.line.open, "open", now)) }
                td { (self.number(it.line.overdue, "overdue", now)) }
                td {
                    @match it.minutes_to_acknowledge() {
                        Some(minutes) => { (say::minutes(minutes, self.view.language)) }
                        None => { "-" }
                    }
                }
                td { (self.in_time(&it.year, year)) }
                td { (self.untrue(it, year)) }
            }
        }
    }

    /// Untrue disposals of those that a woman was heard on, with the interval.
    fn untrue(&self, it: &OfficerLine, of: Of<'_>) -> Markup {
        let (answered, untrue) = it.year.answered();
        if answered == 0 {
            return html! { "-" };
        }
        let rate = it.untrue();
        html! {
            (self.number(untrue, "untrue", of)) "/" (self.number(answered, "answered", of))
            " " (rounded(rate.rate)) "% (" (rounded(rate.low)) "-" (rounded(rate.high)) "%)"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded() {
        let check = |part, all, share| assert_eq!(per_cent(part, all), share, "{part}/{all}");
        check(0, 0, None);
        check(0, 3, Some(0));
        check(1, 3, Some(33));
        check(2, 3, Some(67));
        check(1, 8, Some(13));
        check(7, 7, Some(100));
        assert_eq!(rounded(0.3655), "37");
    }
}
