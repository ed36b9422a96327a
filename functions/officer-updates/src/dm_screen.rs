//! The one screen: what is open, what is late, how the months compare, who is
//! silent, and what is at risk.

use domain::case_row::CaseRow;
use domain::figures::Figures;
use domain::month::Month;
use domain::tally::Counted;
use domain::{AreaId, Category, Language, Reference};
use helpline::lists::Screen;
use helpline::{PersonKey, StoreError};
use maud::{Markup, html};

use crate::dm::{Board, Of};
use crate::dm_charts::{Bar, Caption, Column, bars, trend};
use crate::headers::Answer;
use crate::words::Text;
use crate::words_dm as say;

/// A list on the screen shows so many lines; all of them stand behind a link.
const MOST_LINES: usize = 10;
/// So many months can be chosen.
const MONTHS: u32 = 24;

impl Board<'_> {
    /// The screen: two queries, three where more is open than fits into one
    /// answer.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the table does not answer.
    pub(crate) async fn screen(&self) -> Result<Answer, StoreError> {
        let screen = self.figures(self.scope.clone()).await?;
        let figures = &screen.figures;
        let page = html! {
            (self.menu())
            (self.filter())
            (self.tiles(figures))
            (self.watched(say::SILENT, "silent", &figures.silent, &screen))
            (self.watched(say::AT_RISK, "at_risk", &figures.at_risk, &screen))
            section.charts {
                (self.ageing(figures, false))
                (self.open_chart(figures))
                (self.trend(figures, false))
            }
            p.meta { (self.view.say(say::NOW_HINT)) }
            (self.by_category(figures))
            (self.by_area(figures))
            (self.by_office(figures))
            (self.officers(figures))
            p.meta { (self.view.say(say::EXPORT_HINT)) }
        };
        Ok(self.answer(200, self.view.say(say::TITLE), None, page))
    }

    /// Month, category and tehsil to choose.
    fn filter(&self) -> Markup {
        let (language, scope) = (self.view.language, &self.scope);
        let months = (0..MONTHS).map(|back| Month::of(self.now).back(back));
        let own = self.staff.officer.language;
        html! {
            form.filter method="get" action="/dm" {
                @if language != own { input type="hidden" name="lang" value=(language.code()); }
                div {
                    label for="month" { (self.view.say(say::MONTH)) }
                    select #month name="month" {
                        @for month in months {
                            option value=(month) selected[month == scope.month] { (say::month(month, language)) }
                        }
                    }
                }
                div {
                    label for="category" { (self.view.say(say::CATEGORY)) }
                    select #category name="category" {
                        option value="" { (self.view.say(say::ALL_CATEGORIES)) }
                        @for category in Category::ALL {
                            option value=(category.as_str()) selected[scope.category == Some(category)] {
                                (self.category(category))
                            }
                        }
                    }
                }
                div {
                    label for="area" { (self.view.say(say::AREA)) }
                    select #area name="area" {
                        option value="" { (self.view.say(say::ALL_AREAS)) }
                        @for area in &self.staff.policy.areas {
                            option value=(area.id) selected[scope.area.as_ref() == Some(&area.id)] {
                                (self.area(Some(&area.id)))
                            }
                        }
                    }
                }
                button { (self.view.say(say::APPLY)) }
            }
        }
    }

    /// The few numbers that are looked at first.
    pub(crate) fn tiles(&self, figures: &Figures) -> Markup {
        let (line, of) = (&figures.total, Of::default());
        let before = Of { month: Some(self.scope.month.back(1)), ..of };
        let registered = |counts: &domain::tally::Counts, of| {
            self.number(counts.of(Counted::Registered), "registered", of)
        };
        let tile = |title: Text, number: Markup| {
            html! { div { dt { (self.view.say(title)) } dd { (number) } } }
        };
        html! {
            dl.tiles {
                (tile(say::OPEN, self.number(line.open, "open", of)))
                (tile(say::DUE_TODAY, self.number(line.due_today, "due_today", of)))
                (tile(say::OVERDUE, self.number(line.overdue, "overdue", of)))
                (tile(say::IN_TIME, html! {
                    (self.in_time(&line.month, of))
                    small { (self.view.say(say::BEFORE)) ": " (self.in_time(&line.before, before)) }
                }))
                (tile(say::REGISTERED, html! {
                    (registered(&line.month, of))
                    small { (self.view.say(say::BEFORE)) ": " (registered(&line.before, before)) }
                }))
            }
        }
    }

    /// A list of what needs an eye now; each line leads to the complaint and to
    /// what can be done about it.
    fn watched(&self, title: Text, figure: &str, rows: &[CaseRow], screen: &Screen) -> Markup {
        let whose = |reference: &Reference| {
            screen.open.iter().find(|(_, row)| row.reference == *reference).map(|(person, _)| person)
        };
        let lines: Vec<(&PersonKey, &CaseRow)> = rows
            .iter()
            .take(MOST_LINES)
            .filter_map(|row| whose(&row.reference).map(|person| (person, row)))
            .collect();
        html! {
            section {
                h2 { (self.view.say(title)) ": " (rows.len()) }
                @if self.may(domain::access_pages::Page::Cases) {
                    @if lines.is_empty() { p { (self.view.say(say::NONE)) } }
                    @else { (self.case_table(self.view.say(title), &lines)) }
                    @if rows.len() > MOST_LINES {
                        p { a href=(self.cases_of(figure, Of::default())) { (self.view.say(say::SHOW_ALL)) ": " (rows.len()) } }
                    }
                }
            }
        }
    }

    /// A chart, and the same as a table behind it (or beside it, on paper).
    fn chart(&self, title: Text, drawn: &Markup, table: &Markup, on_paper: bool) -> Markup {
        let table = html! {
            div.scroll tabindex="0" role="region" aria-label=(self.view.say(title)) { (table) }
        };
        html! {
            figure {
                figcaption { (self.view.say(title)) }
                (drawn)
                @if on_paper { (table) } @else {
                    details { summary { (self.view.say(say::AS_TABLE)) } (table) }
                }
            }
        }
    }

    /// The ages of what is open.
    pub(crate) fn ageing(&self, figures: &Figures, on_paper: bool) -> Markup {
        let name = |from: i64, to: Option<i64>| match to {
            Some(to) => format!("{from}-{to}"),
            None => format!("{from}+"),
        };
        let days = self.view.say(say::DAYS);
        let drawn: Vec<Bar> = figures
            .ageing
            .iter()
            .map(|band| Bar {
                name: format!("{} {days}", name(band.from, band.to)),
                all: band.open,
                solid: 0,
            })
            .collect();
        let (title, desc) = (self.view.say(say::AGEING), self.view.say(say::AGEING_DESC));
        let drawn = bars(&Caption { id: "ageing", title, desc }, &drawn);
        let table = html! {
            table {
                thead { tr { th scope="col" { (self.view.say(say::AGE)) } th scope="col" { (self.view.say(say::OPEN)) } } }
                tbody {
                    @for (place, band) in figures.ageing.iter().enumerate() {
                        tr {
                            th scope="row" { (name(band.from, band.to)) }
                            td { (self.number(band.open, &format!("age_{place}"), Of::default())) }
                        }
                    }
                }
            }
        };
        self.chart(say::AGEING, &drawn, &table, on_paper)
    }

    /// What is open of each category, and how much of it is overdue.
    fn open_chart(&self, figures: &Figures) -> Markup {
        let bar = |(category, line): &(Category, domain::figures::Line)| Bar {
            name: self.category(*category).to_owned(),
            all: line.open,
            solid: line.overdue,
        };
        let drawn: Vec<Bar> = figures.by_category.iter().map(bar).collect();
        let (title, desc) = (self.view.say(say::OPEN_CHART), self.view.say(say::OPEN_CHART_DESC));
        let drawn = bars(&Caption { id: "open", title, desc }, &drawn);
        let table = html! {
            table {
                thead {
                    tr { @for title in [say::CATEGORY, say::OPEN, say::OVERDUE] { th scope="col" { (self.view.say(title)) } } }
                }
                tbody {
                    @for (category, line) in &figures.by_category {
                        @let of = Of { category: Some(*category), ..Of::default() };
                        tr {
                            th scope="row" { (self.category(*category)) }
                            td { (self.number(line.open, "open", of)) }
                            td { (self.number(line.overdue, "overdue", of)) }
                        }
                    }
                }
            }
        };
        self.chart(say::OPEN_CHART, &drawn, &table, false)
    }

    /// Twelve months.
    pub(crate) fn trend(&self, figures: &Figures, on_paper: bool) -> Markup {
        let first = self.scope.month.back(domain::figures::TREND - 1);
        let columns: Vec<Column> = figures
            .trend
            .iter()
            .map(|(month, counts)| Column {
                name: month.number().to_string(),
                under: (month.number() == 1 || *month == first).then(|| month.year().to_string()),
                hollow: counts.of(Counted::Registered),
                solid: counts.of(Counted::DisposedInTime),
                striped: counts.of(Counted::DisposedLate),
            })
            .collect();
        let (title, desc) = (self.view.say(say::TREND), self.view.say(say::TREND_DESC));
        let drawn = trend(&Caption { id: "trend", title, desc }, &columns);
        let heads = [say::MONTH, say::REGISTERED, say::IN_TIME, say::LATE];
        let shown = [Counted::Registered, Counted::DisposedInTime, Counted::DisposedLate];
        let table = html! {
            table {
                thead { tr { @for title in heads { th scope="col" { (self.view.say(title)) } } } }
                tbody {
                    @for (month, counts) in &figures.trend {
                        @let of = Of { month: Some(*month), ..Of::default() };
                        tr {
                            th scope="row" { (say::month(*month, self.view.language)) }
                            @for counted in shown { td { (self.number(counts.of(counted), counted.as_str(), of)) } }
                        }
                    }
                }
            }
        };
        let drawn = html! { (drawn) p.meta { (desc) } };
        self.chart(say::TREND, &drawn, &table, on_paper)
    }

    /// The scope in words, where it is not all.
    pub(crate) fn scope_words(&self) -> String {
        let category = self.scope.category.map(|category| self.category(category));
        let area = self.scope.area.as_ref().map(|area: &AreaId| self.area(Some(area)));
        let month = say::month(self.scope.month, self.view.language);
        let parts: Vec<&str> = [Some(month.as_str()), category, area].into_iter().flatten().collect();
        let mark = if self.view.language == Language::Hindi { " · " } else { ", " };
        parts.join(mark)
    }
}
