//! The pages that hold nothing of hers: before the PIN, after a transfer, and
//! where there is nothing to show. Also what all pages share.

use chrono::{DateTime, Utc};
use domain::calendar_words::moment;
use domain::complaint::{Complaint, Status};
use domain::{EscalationLevel, Language, Reference};
use helpline::act::Case;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::headers::STYLE;
use crate::page_part::Parts;
use crate::press::Press;
use crate::words::{self, Text};
use crate::words_staff;

/// How a page is to be shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    /// The token in the link: where the forms go.
    pub(crate) token: &'a str,
    /// The officer's language, or the one asked for.
    pub(crate) language: Language,
    /// Whether it was asked for, so that it is kept.
    pub(crate) asked: bool,
    /// Which part of long stories is asked for.
    pub(crate) parts: Parts,
    /// The moment of the request.
    pub(crate) now: DateTime<Utc>,
}

impl View<'_> {
    /// The text in the page's language.
    pub(crate) fn say(&self, text: Text) -> &'static str {
        text.say(self.language)
    }

    /// The page's own address; the language only if it was asked for.
    pub(crate) fn address(&self) -> String {
        match self.asked {
            true => format!("/c/{}?lang={}", self.token, self.language.code()),
            false => format!("/c/{}", self.token),
        }
    }

    /// The address of what lies below the page: `/readers`, with or without a query.
    pub(crate) fn below(&self, path: &str) -> String {
        let mark = if path.contains('?') { '&' } else { '?' };
        match self.asked {
            true => format!("/c/{}{path}{mark}lang={}", self.token, self.language.code()),
            false => format!("/c/{}{path}", self.token),
        }
    }

    /// The page's address after an action.
    pub(crate) fn address_after(&self, action: &str) -> String {
        let address = self.address();
        let mark = if address.contains('?') { '&' } else { '?' };
        format!("{address}{mark}done={action}")
    }
}

/// Something said above the page. Has no `Debug`.
pub(crate) struct Alert {
    /// Whether something was not done.
    pub(crate) bad: bool,
    /// What.
    pub(crate) text: String,
}

impl Alert {
    /// Something was not done.
    pub(crate) fn bad(text: impl Into<String>) -> Option<Self> {
        Some(Self { bad: true, text: text.into() })
    }

    /// Something was done.
    pub(crate) fn good(text: impl Into<String>) -> Option<Self> {
        Some(Self { bad: false, text: text.into() })
    }
}

/// What may be known before the PIN: by its type, nothing of hers.
#[derive(Debug)]
pub(crate) struct Front<'a> {
    reference: &'a Reference,
    status: Status,
    level: EscalationLevel,
    registered_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    acknowledged: bool,
    version: u64,
    logged_in: bool,
}

impl<'a> Front<'a> {
    /// The front of a complaint.
    pub(crate) fn of(complaint: &'a Complaint) -> Self {
        Self {
            reference: &complaint.reference,
            status: complaint.status,
            level: complaint.level,
            registered_at: complaint.registered_at,
            due_at: complaint.due_at,
            acknowledged: complaint.is_acknowledged(),
            version: complaint.version,
            logged_in: false,
        }
    }

    /// The same for one who is logged in at the desk.
    pub(crate) fn logged_in(complaint: &'a Complaint) -> Self {
        Self { logged_in: true, ..Self::of(complaint) }
    }
}

/// The page before the PIN.
/// `kept` is what was sent when the session had run out: with the PIN it goes on.
pub(crate) fn front(
    view: &View<'_>,
    front: &Front<'_>,
    alert: Option<&Alert>,
    kept: Option<&Press>,
) -> Markup {
    let kept = kept.and_then(|press| Some((press, press.kept()?)));
    let version = kept.as_ref().map_or(Some(front.version), |(press, _)| press.version);
    let acknowledge = !front.acknowledged && front.status.is_open() && !front.logged_in;
    shell(
        view,
        html! {
            (heading(view, front))
            (alert_box(alert))
            (facts(view, front))
            form method="post" action=(view.address()) {
                input type="hidden" name="version" value=[version];
                @if front.logged_in {
                    p.meta { (view.say(words_staff::LOGGED_IN)) }
                } @else {
                    label for="pin" { (view.say(words::PIN)) }
                    input.pin #pin name="pin" type="password" inputmode="numeric" autocomplete="off"
                        minlength="4" maxlength="8" required autofocus aria-describedby="pin-hint";
                    p.meta #pin-hint { (view.say(words::PIN_HINT)) " " (view.say(words::BEFORE_PIN)) }
                }
                @if let Some((press, fields)) = &kept {
                    @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
                    p { (view.say(words_staff::KEPT)) }
                    button name="action" value=(press.action) { (words::action(view.language, &press.action)) }
                } @else {
                    @if acknowledge {
                        button name="action" value="acknowledge" { (view.say(words::ACKNOWLEDGE)) }
                    }
                    button.second[acknowledge] name="action" value="open" { (view.say(words::OPEN)) }
                }
            }
        },
    )
}

/// The page for an officer who has no part in it any more.
pub(crate) fn moved(view: &View<'_>, case: &Case, alert: Option<&Alert>) -> Markup {
    // With whom it is now, is not told to whom it accuses.
    let told = !case.complaint.bars(&case.officer.id, &case.policy);
    let office = told.then(|| office_of(case, &case.complaint.officer, view.language));
    shell(
        view,
        html! {
            h1 { (view.say(words::TITLE)) " " (case.complaint.reference.as_str()) }
            (alert_box(alert))
            h2 { (view.say(words::MOVED_TITLE)) }
            @if let Some(office) = office { p { (words::transferred_to(view.language, &office)) } }
            p { (view.say(words::MOVED_ADVICE)) }
        },
    )
}

/// A page for a caller whose language is not known: in both.
pub(crate) fn bare(text: Text) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(Language::Hindi.code()) {
            (head(words::SERVICE.say(Language::Hindi)))
            body {
                main {
                    @for language in Language::ALL {
                        section lang=(language.code()) {
                            h1 { (words::SERVICE.say(language)) }
                            p { (text.say(language)) }
                        }
                    }
                }
            }
        }
    }
}

/// What every page of a case has around it.
pub(crate) fn shell(view: &View<'_>, content: Markup) -> Markup {
    let other = match view.language {
        Language::Hindi => Language::English,
        Language::English => Language::Hindi,
    };
    html! {
        (DOCTYPE)
        html lang=(view.language.code()) {
            (head(view.say(words::SERVICE)))
            body {
                header {
                    p { (view.say(words::SERVICE)) }
                    a href={ "/c/" (view.token) "?lang=" (other.code()) } lang=(other.code()) hreflang=(other.code()) {
                        (view.say(words::OTHER_LANGUAGE))
                    }
                }
                main { (content) }
            }
        }
    }
}

fn head(title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="robots" content="noindex, nofollow";
            meta name="format-detection" content="telephone=no";
            title { (title) }
            style { (PreEscaped(STYLE)) }
        }
    }
}

/// The number and the clock: the first thing on every page of a case.
pub(crate) fn heading(view: &View<'_>, front: &Front<'_>) -> Markup {
    let (registered, due, now) = (front.registered_at, front.due_at, view.now);
    let whole = (due - registered).num_minutes().max(1);
    let passed = (now - registered).num_minutes().clamp(0, whole);
    let class = match () {
        () if !front.status.is_open() => "done",
        () if now >= due => "late",
        // The last quarter of the time.
        () if passed * 4 >= whole * 3 => "soon",
        () => "running",
    };
    html! {
        h1 { (view.say(words::TITLE)) " " (front.reference.as_str()) }
        div.clock.(class) {
            @if front.status.is_open() {
                strong { (words::clock(view.language, due, now)) }
                progress max=(whole) value=(passed) aria-hidden="true" {}
            } @else {
                strong { (words::status(view.language, front.status)) }
            }
            span { (view.say(words::DUE)) ": " (moment(due, view.language)) }
        }
    }
}

/// Where it stands.
pub(crate) fn facts(view: &View<'_>, front: &Front<'_>) -> Markup {
    html! {
        dl {
            dt { (view.say(words::STATUS)) }
            dd { (words::status(view.language, front.status)) }
            dt { (view.say(words::LEVEL)) }
            dd { (words::level(view.language, front.level)) }
            dt { (view.say(words::REGISTERED_ON)) }
            dd { (moment(front.registered_at, view.language)) }
        }
    }
}

/// What is said above the page.
pub(crate) fn alert_box(alert: Option<&Alert>) -> Markup {
    html! {
        @if let Some(alert) = alert {
            p.alert.bad[alert.bad] role=(if alert.bad { "alert" } else { "status" }) { (alert.text) }
        }
    }
}

/// The office of an officer; the cell's own name where it is not known.
pub(crate) fn office_of(case: &Case, officer: &domain::OfficerId, language: Language) -> String {
    let office = case.policy.officer(officer).and_then(|officer| case.policy.office(&officer.office));
    office.map_or(&case.policy.cell.name, |office| &office.name).in_language(language).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{PHONE, case, now};

    fn view(language: Language) -> View<'static> {
        View { token: "tok", language, asked: false, parts: Parts::default(), now: now() }
    }

    #[test]
    fn before_the_pin_there_is_the_clock_and_nothing_of_hers() {
        let case = case();
        for language in Language::ALL {
            let page = front(&view(language), &Front::of(&case.complaint), None, None).into_string();
            let category = domain::texts::category(language, case.complaint.category);
            let area =
                case.policy.area(case.complaint.area.as_ref().unwrap()).unwrap().name.in_language(language);
            for hers in [PHONE, category, area, "tel:", "geo:"] {
                assert!(!page.contains(hers), "{hers} in {page}");
            }
            let due = moment(case.complaint.due_at, language);
            let shown = [
                case.complaint.reference.as_str(),
                due.as_str(),
                "name=\"pin\"",
                "name=\"version\" value=\"3\"",
            ];
            for shown in shown {
                assert!(page.contains(shown), "no {shown} in {page}");
            }
            assert!(page.contains(&format!("<html lang=\"{}\">", language.code())));
        }
    }

    #[test]
    fn what_was_written_when_the_session_had_run_out_goes_on_with_the_pin() {
        let case = case();
        let sent = crate::request::Fields::parse(b"action=ask&version=2&text=%3Cb%3EKEPT&pin=1234");
        let press = Press::from_form(&sent);
        let page =
            front(&view(Language::English), &Front::of(&case.complaint), None, Some(&press)).into_string();
        for shown in
            ["name=\"text\" value=\"&lt;b&gt;KEPT\"", "value=\"ask\"", "name=\"version\" value=\"2\""]
        {
            assert!(page.contains(shown), "no {shown} in {page}");
        }
        for absent in ["value=\"open\"", "value=\"acknowledge\"", "1234"] {
            assert!(!page.contains(absent), "{absent} in {page}");
        }
        let empty = Press::from_form(&crate::request::Fields::parse(b"action=open&text=LOST"));
        let page =
            front(&view(Language::English), &Front::of(&case.complaint), None, Some(&empty)).into_string();
        assert!(page.contains("value=\"open\"") && !page.contains("LOST"));
    }

    #[test]
    fn acknowledging_takes_one_step_and_is_offered_once() {
        let check = |status: Status, acknowledged: bool, offered: bool| {
            let mut case = case();
            case.complaint.status = status;
            case.complaint.acknowledged_at = acknowledged.then_some(now());
            let page = front(&view(Language::English), &Front::of(&case.complaint), None, None).into_string();
            assert_eq!(page.contains("value=\"acknowledge\""), offered, "{status:?}");
            assert!(page.contains("value=\"open\""));
        };
        check(Status::Registered, false, true);
        check(Status::Acknowledged, true, false);
        check(Status::InProgress, true, false);
        check(Status::Disposed, false, false);
        check(Status::Closed, false, false);
    }

    #[test]
    fn the_clock_is_coloured_by_the_time_left() {
        let check = |status: Status, now: &str, class: &str, says: &str| {
            let mut case = case();
            case.complaint.status = status;
            let view = View { now: now.parse().unwrap(), ..view(Language::English) };
            let page = heading(&view, &Front::of(&case.complaint)).into_string();
            assert!(page.contains(&format!("class=\"clock {class}\"")), "{class}: {page}");
            assert!(page.contains(says), "{says}: {page}");
        };
        check(Status::Registered, "2026-12-01T04:30:00Z", "running", "6 days 7 hours left");
        check(Status::Registered, "2026-12-06T11:30:00Z", "soon", "1 day left");
        check(Status::Registered, "2026-12-07T11:30:00Z", "late", "Overdue by 0 minutes");
        check(Status::Disposed, "2026-12-09T11:30:00Z", "done", "said to be disposed of");
    }

    #[test]
    fn a_page_runs_no_script_and_fetches_nothing() {
        let case = case();
        let alert = Alert::bad("<script>alert(1)</script>");
        for page in [
            front(&view(Language::Hindi), &Front::of(&case.complaint), alert.as_ref(), None),
            moved(&view(Language::Hindi), &case, alert.as_ref()),
            bare(words::NOT_FOUND),
        ] {
            let page = page.into_string();
            for absent in ["<script", "src=", "http:", "https:", " style=", "<link", "onclick"] {
                assert!(!page.contains(absent), "{absent} in {page}");
            }
        }
    }

    #[test]
    fn the_page_of_one_who_transferred_it_names_the_office_only() {
        let mut case = case();
        case.complaint.officer = case.policy.dm().id.clone();
        let page = moved(&view(Language::English), &case, None).into_string();
        assert!(page.contains("District Magistrate, Collectorate"));
        assert!(!page.contains("<form") && !page.contains(PHONE));
    }

    #[test]
    fn the_language_is_kept_only_if_it_was_asked_for() {
        let plain = view(Language::English);
        let asked = View { asked: true, ..plain };
        assert_eq!(
            (plain.address(), plain.address_after("ask")),
            ("/c/tok".into(), "/c/tok?done=ask".into())
        );
        assert_eq!(asked.address(), "/c/tok?lang=en");
        assert_eq!(asked.address_after("ask"), "/c/tok?lang=en&done=ask");
    }
}
