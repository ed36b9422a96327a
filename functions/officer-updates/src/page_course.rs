//! What has been set in motion on a case, as the officer sees it; and the page
//! for one at the head who has no part in it: its course, and nothing of hers.

use domain::calendar_words::moment;
use domain::complaint::HistoryEntry;
use helpline::act::Case;
use helpline::ports::CaseFile;
use maud::{Markup, html};

use crate::page::{Alert, Front, View, alert_box, facts, heading, shell};
use crate::page_case::{history, officer_named, particulars as about};
use crate::page_forms::forms;
use crate::page_merge;
use crate::page_readers;
use crate::press::Press;
use crate::words;
use crate::words_forms as say;
use crate::words_staff::COURSE_ONLY;

/// The page of a case for one at the head without a part in it: no word of
/// hers, not her number, no text of an officer.
pub(crate) fn course_page(
    view: &View<'_>,
    case: &Case,
    file: CaseFile,
    alert: Option<&Alert>,
    kept: Option<&Press>,
) -> Markup {
    let front = Front::of(&case.complaint);
    let bare = file.history.into_iter().map(|entry| HistoryEntry { text: None, ..entry }).collect();
    let course = CaseFile { history: bare, ..CaseFile::default() };
    shell(
        view,
        html! {
            (heading(view, &front))
            (alert_box(alert))
            p.meta { (view.say(COURSE_ONLY)) }
            (page_merge::answered_with(view, case, &[]))
            (facts(view, &front))
            (about(view, case))
            (forms(view, case, kept))
            (history(view, case, &course))
            (page_readers::link(view, case))
        },
    )
}

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
        @if let Some(other) = &entry.other { p.meta { (view.say(words::TITLE)) " " (other) } }
        @if let Some(due) = entry.due {
            p.meta {
                (view.say(say::DUE_MOVED)) ": " (moment(due.old, view.language)) " → " (moment(due.new, view.language))
            }
        }
    }
}
