//! What has been set in motion on a case, as the officer sees it.

use domain::calendar_words::moment;
use domain::complaint::HistoryEntry;
use helpline::act::Case;
use maud::{Markup, html};

use crate::page::View;
use crate::page_case::officer_named;
use crate::words;
use crate::words_forms as say;

/// A pause that runs, a request that waits, a number that is owed.
pub(crate) fn rows(view: &View<'_>, case: &Case) -> Markup {
    let course = &case.complaint.course;
    let paused = course.pause.filter(|pause| !pause.over).map(|pause| (say::PAUSED_UNTIL, pause.until));
    let asked = course.request.as_ref().map(|request| (say::ASKED_FOR, request.due_at));
    let number = course.hand_off.and_then(|hand_off| Some((say::NUMBER_BY, hand_off.due_at?)));
    html! {
        @for (what, at) in [paused, asked, number].into_iter().flatten() {
            dt { (view.say(what)) }
            dd { (moment(at, view.language)) }
        }
        @if let Some(request) = &course.request {
            dt { (view.say(say::ASKED_BY)) }
            dd { (officer_named(view, case, &request.by)) }
        }
    }
}

/// The code that was chosen, and the limit that moved.
pub(crate) fn particulars(view: &View<'_>, case: &Case, entry: &HistoryEntry) -> Markup {
    let code = entry.code.as_deref();
    let outcome = code.and_then(domain::complaint::Outcome::from_name);
    let category = code.and_then(domain::Category::from_name);
    let said = outcome
        .map(|outcome| words::outcome(view.language, outcome).to_owned())
        .or_else(|| category.map(|it| case.policy.category(it).name.in_language(view.language).to_owned()))
        .or_else(|| code.and_then(say::code).map(|text| view.say(text).to_owned()));
    html! {
        @if let Some(said) = said { p.meta { (said) } }
        @if let Some(due) = entry.due {
            p.meta {
                (view.say(say::DUE_MOVED)) ": " (moment(due.old, view.language)) " → " (moment(due.new, view.language))
            }
        }
    }
}
