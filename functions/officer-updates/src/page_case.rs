//! The page after the PIN: what she said, what happened, what may be done.
//! Her words are text only; whatever they hold is escaped.

use chrono::{DateTime, Utc};
use domain::OfficerId;
use domain::calendar_words::moment;
use domain::complaint::{Actor, HistoryEntry, Outcome};
use helpline::act::Case;
use helpline::others::Other;
use helpline::ports::CaseFile;
use maud::{Markup, html};

use crate::page::{Alert, Front, View, alert_box, facts, heading, office_of, shell};
use crate::page_course;
use crate::page_forms::{forms, next_step};
use crate::page_merge;
use crate::page_part::{FRAME, Part, weight_of};
use crate::press::Press;
use crate::words;
use crate::{page_readers, page_said};

/// The history on one page weighs at most so many bytes.
const MOST_HISTORY: usize = 9_000;

/// The page of a case. `kept` is what the officer wrote and could not send.
pub(crate) fn case_page(
    view: &View<'_>,
    case: &Case,
    (file, others): (&CaseFile, &[Other]),
    alert: Option<&Alert>,
    kept: Option<&Press>,
) -> Markup {
    let front = Front::of(&case.complaint);
    shell(
        view,
        html! {
            (heading(view, &front))
            (alert_box(alert))
            @if case.complaint.urgent { p.urgent { (view.say(words::URGENT)) } }
            @if case.complaint.minor { p.urgent { (view.say(words::MINOR)) } }
            (page_merge::answered_with(view, case, others))
            (next_step(view, case, kept))
            (facts(view, &front))
            (particulars(view, case))
            (contact(view, case))
            (page_said::said(view, case, file))
            (forms(view, case, kept))
            (page_merge::section(view, case, others, kept))
            (history(view, case, file))
            (page_readers::link(view, case))
            (helplines(view, case))
        },
    )
}

/// What it is about, whose it is, and the limits before the last one.
pub(crate) fn particulars(view: &View<'_>, case: &Case) -> Markup {
    let complaint = &case.complaint;
    let area = complaint.area.as_ref().and_then(|area| case.policy.area(area));
    let place = area.map_or(view.say(words::PLACE_UNKNOWN), |area| area.name.in_language(view.language));
    let terms = &complaint.terms;
    let acknowledge = terms.acknowledge.as_ref().filter(|_| !complaint.is_acknowledged());
    let first_action = terms.first_action.as_ref().filter(|_| !complaint.is_acted_on());
    let limits = [(words::ACKNOWLEDGE_BY, acknowledge), (words::FIRST_ACTION_BY, first_action)];
    html! {
        dl {
            dt { (view.say(words::ABOUT)) }
            dd { (case.policy.category(complaint.category).name.in_language(view.language)) }
            dt { (view.say(words::PLACE)) }
            dd { (place) }
            dt { (view.say(words::ANSWERABLE)) }
            dd { (officer_named(view, case, &complaint.officer)) }
            @if complaint.status.is_open() {
                @for (owed, by) in limits {
                    @if let Some(by) = by {
                        dt { (view.say(owed)) }
                        dd { (moment(by.due(complaint.ladders_from()), view.language)) }
                    }
                }
            }
            (page_course::rows(view, case))
            @if let Some(outcome) = complaint.outcome {
                dt { (view.say(words::DISPOSE_OUTCOME)) }
                dd { (words::outcome(view.language, outcome)) }
            }
        }
    }
}

/// How to call her: the only place where her number is shown.
fn contact(view: &View<'_>, case: &Case) -> Markup {
    let her = case.state.complainant.as_ref();
    let phone = her.and_then(|her| her.address.to.phone.as_deref());
    html! {
        @match phone {
            Some(phone) => {
                a.call href={ "tel:" (phone) } { (view.say(words::CALL_HER)) ": " (phone) }
                p.meta { (view.say(words::CALL_CARE)) }
            }
            None => p.meta { (view.say(words::NO_NUMBER)) },
        }
    }
}

/// When, and what.
pub(crate) fn stamp(view: &View<'_>, at: DateTime<Utc>, what: &str) -> Markup {
    html! {
        p.meta {
            time datetime=(at.to_rfc3339()) { (moment(at, view.language)) }
            " · " (what)
        }
    }
}

/// What happened, oldest first, in parts.
pub(crate) fn history(view: &View<'_>, case: &Case, file: &CaseFile) -> Markup {
    let weigh = |entry: &HistoryEntry| FRAME + entry.text.as_deref().map_or(0, weight_of);
    let weights: Vec<usize> = file.history.iter().map(weigh).collect();
    let part = Part::of(&weights, view.parts.past, MOST_HISTORY);
    html! {
        h2 #past { (view.say(words::HISTORY)) }
        (part.earlier(view, "past"))
        ol {
            @for entry in file.history.iter().take(part.to).skip(part.from) {
                li { (one_happening(view, case, entry)) }
            }
        }
        (part.newest(view, "past"))
    }
}

fn one_happening(view: &View<'_>, case: &Case, entry: &HistoryEntry) -> Markup {
    let by = match &entry.actor {
        Actor::Officer(officer) => officer_named(view, case, officer),
        Actor::Complainant => view.say(words::BY_HER).to_owned(),
        Actor::Clock => view.say(words::BY_CLOCK).to_owned(),
        Actor::Provider => view.say(words::BY_PROVIDER).to_owned(),
    };
    html! {
        (stamp(view, entry.at, words::happening(view.language, entry.event)))
        p.meta {
            (by)
            @if let Some(to) = &entry.officer { " → " (officer_named(view, case, to)) }
            @if let Some(level) = entry.level { ", " (view.say(words::LEVEL)) " " (words::level(view.language, level)) }
        }
        (page_course::particulars(view, case, entry))
        @if let Some(text) = &entry.text { p dir="auto" { (text) } }
    }
}

/// An officer by name and office.
pub(crate) fn officer_named(view: &View<'_>, case: &Case, id: &OfficerId) -> String {
    let office = office_of(case, id, view.language);
    match case.policy.officer(id) {
        Some(officer) => format!("{}, {office}", officer.name.in_language(view.language)),
        None => office,
    }
}

fn helplines(view: &View<'_>, case: &Case) -> Markup {
    html! {
        h2 { (view.say(words::HELPLINES)) }
        ol {
            @for helpline in &case.policy.helplines {
                li { a href={ "tel:" (helpline.number) } { (helpline.number) } " " (helpline.name.in_language(view.language)) }
            }
        }
    }
}

/// The outcomes of the form, by name and in words.
pub(crate) fn outcomes(view: &View<'_>) -> impl Iterator<Item = (&'static str, &'static str)> {
    let language = view.language;
    Outcome::ALL.into_iter().map(move |outcome| (outcome.as_str(), words::outcome(language, outcome)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page_part::Parts;
    use crate::testing::{MEDIA, PHONE, case, file, now};
    use chrono::TimeDelta;
    use domain::complaint::Status;
    use domain::media::{FileKind, Lost, Media, MediaState};
    use domain::message::MessageKind;
    use domain::{KeptMessage, Language};

    fn page(language: Language, case: &Case, words: &str, kept: Option<&Press>) -> String {
        let view = View { token: "tok", language, asked: false, parts: Parts::default(), now: now() };
        case_page(&view, case, (&file(case, words), &[]), None, kept).into_string()
    }

    #[test]
    fn after_the_pin_all_that_she_said_is_shown() {
        for language in Language::ALL {
            let page = page(language, &case(), "MARKER मदद", None);
            assert_eq!(page.matches("MARKER मदद").count(), 7, "six messages and a note");
            let tel = format!("tel:{PHONE}");
            let kinds = [MessageKind::Image, MessageKind::Audio].map(|kind| words::kind(language, kind));
            for shown in [tel.as_str(), "geo:26.84670,80.94620", "tel:112", kinds[0], kinds[1]] {
                assert!(page.contains(shown), "no {shown}");
            }
            assert!(
                page.contains(words::NOT_SHOWN.say(language))
                    && page.contains(words::FILE_COMING.say(language))
            );
            assert!(!page.contains(MEDIA));
            assert!(page.contains(&moment(now(), language)));
        }
    }

    #[test]
    fn hostile_words_are_only_words() {
        let hostile = "<script>alert(1)</script>\"'><img src=x onerror=a()></textarea></p>&amp;";
        let kept = Press { action: "note".to_owned(), text: Some(hostile.to_owned()), ..Press::default() };
        let page = page(Language::English, &case(), hostile, Some(&kept));
        for absent in ["<script", "<img", "</textarea></p>"] {
            assert!(!page.contains(absent), "{absent}");
        }
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;"));
    }

    #[test]
    fn a_file_is_shown_as_what_it_is_or_said_to_be_missing() {
        let check = |state: MediaState, later: TimeDelta, shown: &[&str], absent: &[&str]| {
            let case = case();
            let mut file = file(&case, "x");
            file.messages.retain(|kept| kept.message.kind == MessageKind::Image);
            let of = |kept: &KeptMessage| Media { state: state.clone(), ..Media::of(kept).next().unwrap() };
            file.media = file.messages.iter().map(of).collect();
            let view = View {
                token: "tok",
                language: Language::English,
                asked: false,
                parts: Parts::default(),
                now: now() + later,
            };
            let page = case_page(&view, &case, (&file, &[]), None, None).into_string();
            shown.iter().for_each(|it| assert!(page.contains(it), "no {it}: {state:?}"));
            absent.iter().for_each(|it| assert!(!page.contains(it), "{it}: {state:?}"));
        };
        let stored = |kind| MediaState::Stored { object: "lko/0f1e".to_owned(), bytes: 7, kind };
        let failed = |why| MediaState::Failed { why };
        let (soon, late) = (TimeDelta::zero(), TimeDelta::days(9));
        let src = "src=\"/c/tok/media/0f1e\"";
        check(stored(FileKind::Jpeg), late, &["<img", src, "href=\"/c/tok/media/0f1e\""], &["<audio"]);
        check(stored(FileKind::Ogg), late, &["<audio controls", src], &["<img"]);
        check(stored(FileKind::Pdf), late, &["href=\"/c/tok/media/0f1e\"", "(PDF)"], &["<img", "src="]);
        let say = |text: words::Text| text.say(Language::English);
        check(MediaState::Recorded, soon, &[say(words::FILE_COMING)], &["/media/"]);
        check(MediaState::Recorded, late, &[say(words::FILE_LOST)], &["/media/"]);
        check(failed(Lost::Expired), late, &[say(words::FILE_LOST)], &["/media/"]);
        check(failed(Lost::Missing), soon, &[say(words::FILE_LOST)], &["/media/"]);
        for why in [Lost::ForeignAddress, Lost::TooLarge, Lost::UnknownKind] {
            check(failed(why), soon, &[say(words::FILE_REFUSED)], &["/media/"]);
        }
    }

    #[test]
    fn only_what_the_workflow_allows_is_offered() {
        let check = |status: Status, acknowledged: bool, offered: &[&str]| {
            let mut case = case();
            case.complaint.status = status;
            case.complaint.acknowledged_at = acknowledged.then_some(now());
            let page = page(Language::Hindi, &case, "x", None);
            for action in ["acknowledge", "first_action", "ask", "note", "transfer", "dispose"] {
                let button = format!("name=\"action\" value=\"{action}\"");
                assert_eq!(page.contains(&button), offered.contains(&action), "{action}, {status:?}");
            }
        };
        let all = ["acknowledge", "first_action", "ask", "note", "transfer", "dispose"];
        check(Status::Registered, false, &all);
        check(Status::InProgress, true, &all[1..]);
        check(Status::Disposed, true, &["note"]);
        check(Status::Closed, true, &["note"]);
    }

    #[test]
    fn what_was_written_is_kept_in_its_own_form() {
        let press = |action: &str, field: &str| {
            let form = format!("action={action}&{field}=KEPT&to=dm-lko&outcome=granted");
            Press::from_form(&crate::request::Fields::parse(form.as_bytes()))
        };
        for (action, field) in
            [("note", "text"), ("ask", "text"), ("first_action", "text"), ("transfer", "reason")]
        {
            let page = page(Language::English, &case(), "x", Some(&press(action, field)));
            assert_eq!(page.matches(">KEPT</textarea>").count(), 1, "{action}");
            assert_eq!(page.matches("<details open>").count(), 1, "{action}");
        }
        let transfer = page(Language::English, &case(), "x", Some(&press("transfer", "reason")));
        assert!(transfer.contains("value=\"dm-lko\" selected"));
        let dispose = page(Language::English, &case(), "x", Some(&press("dispose", "text")));
        assert!(dispose.contains("value=\"granted\" selected") && dispose.contains(">KEPT</textarea>"));
    }

    #[test]
    fn without_a_number_the_officer_is_told_to_ask() {
        let mut case = case();
        case.state.complainant.as_mut().unwrap().address.to = Default::default();
        let page = page(Language::English, &case, "x", None);
        assert!(page.contains(words::NO_NUMBER.say(Language::English)) && !page.contains(PHONE));
    }
}
