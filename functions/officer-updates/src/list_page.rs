//! The page behind `/l/{token}`: what is with an officer, by limit, after the
//! PIN. References and dates only; each leads to the complaint's own link.

use aws::Deployed;
use chrono::{DateTime, Utc};
use domain::Language;
use domain::calendar::ist_date;
use domain::calendar_words::moment;
use domain::roster_gap;
use helpline::act::WRONG_PINS;
use helpline::own_list::{self, OwnLine, OwnList};
use helpline::{StoreError, log};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::headers::{Answer, HTML, STYLE};
use crate::page::{Alert, alert_box, bare};
use crate::request::Fields;
use crate::words::{self, Text};
use crate::{pin, session};

const TITLE: Text =
    Text { hi: "आपके पास की शिकायतें", en: "Complaints with you" };
const NOTHING: Text = Text {
    hi: "अभी आपके पास कोई खुली शिकायत नहीं है।",
    en: "No open complaint is with you now.",
};
const NUMBER: Text = Text { hi: "शिकायत", en: "Complaint" };
const GAPS: Text =
    Text { hi: "कल कहाँ कोई नहीं है", en: "Where tomorrow has nobody" };
const CLOCK: Text = Text { hi: "समय", en: "Time" };
const SHOW: Text = Text { hi: "सूची देखें", en: "Show the list" };

/// Who calls for a list, and when.
#[derive(Clone, Copy)]
pub(crate) struct Caller<'a> {
    /// The token in the link.
    pub(crate) token: &'a str,
    /// The session that came along, not looked at yet.
    pub(crate) session: Option<&'a str>,
    /// The language asked for.
    pub(crate) language: Option<Language>,
    /// The moment of the request.
    pub(crate) now: DateTime<Utc>,
    /// Whether the address is https.
    pub(crate) https: bool,
}

/// How the page is to be shown.
#[derive(Clone, Copy)]
struct View<'a> {
    caller: Caller<'a>,
    language: Language,
}

/// GET and HEAD: the list for a session, else the PIN's form. Changes nothing.
pub(crate) async fn show(helpline: &Deployed, caller: Caller<'_>) -> Result<Answer, StoreError> {
    let Some(list) = own_list::open(helpline, caller.token).await? else { return Ok(not_found()) };
    let view = View::of(caller, &list);
    let known = |session: &str| helpline.vault.is_session(caller.token, session, caller.now);
    if caller.session.is_some_and(known) {
        let lines = own_list::read(helpline, &list, caller.now).await?;
        return Ok(page(200, view.lines(&lines, &gaps(&list, view.language, caller.now))));
    }
    let locked = list.locked(caller.now).and_then(|until| Alert::bad(words::locked(view.language, until)));
    Ok(page(200, view.front(locked.as_ref())))
}

/// POST of the PIN: a session of this list, or why not.
pub(crate) async fn submit(
    helpline: &Deployed,
    caller: Caller<'_>,
    form: &Fields,
) -> Result<Answer, StoreError> {
    let Some(mut list) = own_list::open(helpline, caller.token).await? else { return Ok(not_found()) };
    let view = View::of(caller, &list);
    let Some(entered) = form.get("pin").filter(|entered| !entered.trim().is_empty()) else {
        return Ok(view.refuse(401, words::PIN_NEEDED.say(view.language).to_owned()));
    };
    // Under a lock no hash is looked at.
    let right = list.locked(caller.now).is_none()
        && pin::is_right(entered, &list.officer.pin_hash).map_err(|bad| {
            log::failure("pin", &bad);
            StoreError::Corrupt("pin_hash")
        })?;
    if own_list::enter(helpline, &mut list, right, caller.now).await? {
        let (session, _) = session::mint(&helpline.vault, caller.token, caller.now);
        let address = format!("/l/{}", caller.token);
        let cookie = session::cookie_at(&session, &address, caller.https);
        return Ok(Answer::see_other(view.address()).with("set-cookie", cookie));
    }
    Ok(match list.locked(caller.now) {
        Some(until) => view.refuse(423, words::locked(view.language, until)),
        None => {
            let left = WRONG_PINS.saturating_sub(list.pins.wrong);
            view.refuse(403, words::wrong_pin(view.language, left))
        }
    })
}

/// To whoever heads the cell: where tomorrow's roster has nobody.
fn gaps(list: &OwnList, language: Language, now: DateTime<Utc>) -> Vec<String> {
    let policy = &list.policy;
    let Some(tomorrow) = ist_date(now).succ_opt() else { return Vec::new() };
    if policy.reach(now).in_charge().id != list.officer.id {
        return Vec::new();
    }
    let gaps = roster_gap::gaps(policy, tomorrow);
    gaps.iter().map(|gap| roster_gap::in_words(gap, policy, language)).collect()
}

fn not_found() -> Answer {
    page(404, bare(words::NOT_FOUND))
}

fn page(status: u16, markup: Markup) -> Answer {
    Answer::new(status, HTML, markup.into_string())
}

impl<'a> View<'a> {
    fn of(caller: Caller<'a>, list: &OwnList) -> Self {
        Self { caller, language: caller.language.unwrap_or(list.officer.language) }
    }

    fn say(&self, text: Text) -> &'static str {
        text.say(self.language)
    }

    fn address(&self) -> String {
        match self.caller.language {
            Some(asked) => format!("/l/{}?lang={}", self.caller.token, asked.code()),
            None => format!("/l/{}", self.caller.token),
        }
    }

    fn refuse(&self, status: u16, says: String) -> Answer {
        page(status, self.front(Alert::bad(says).as_ref()))
    }

    fn front(&self, alert: Option<&Alert>) -> Markup {
        self.shell(html! {
            (alert_box(alert))
            form method="post" action=(self.address()) {
                label for="pin" { (self.say(words::PIN)) }
                input.pin #pin name="pin" type="password" inputmode="numeric" autocomplete="off"
                    minlength="4" maxlength="8" required autofocus aria-describedby="pin-hint";
                p.meta #pin-hint { (self.say(words::PIN_HINT)) }
                button { (self.say(SHOW)) }
            }
        })
    }

    fn lines(&self, lines: &[OwnLine], gaps: &[String]) -> Markup {
        self.shell(html! {
            @if !gaps.is_empty() {
                h2 { (self.say(GAPS)) }
                ul { @for gap in gaps { li { (gap) } } }
            }
            @if lines.is_empty() {
                p { (self.say(NOTHING)) }
            } @else {
                table {
                    thead {
                        tr {
                            th scope="col" { (self.say(NUMBER)) }
                            th scope="col" { (self.say(words::DUE)) }
                            th scope="col" { (self.say(CLOCK)) }
                        }
                    }
                    tbody { @for line in lines { (self.line(line)) } }
                }
            }
        })
    }

    fn line(&self, line: &OwnLine) -> Markup {
        let due = line.row.due_at;
        html! {
            tr {
                th scope="row" { a href={ "/c/" (line.token) } { (line.row.reference.as_str()) } }
                td { (moment(due, self.language)) }
                td { (words::clock(self.language, due, self.caller.now)) }
            }
        }
    }

    fn shell(&self, content: Markup) -> Markup {
        let other = match self.language {
            Language::Hindi => Language::English,
            Language::English => Language::Hindi,
        };
        html! {
            (DOCTYPE)
            html lang=(self.language.code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="robots" content="noindex, nofollow";
                    title { (self.say(words::SERVICE)) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    header {
                        p { (self.say(words::SERVICE)) }
                        a href={ "/l/" (self.caller.token) "?lang=" (other.code()) } lang=(other.code()) hreflang=(other.code()) {
                            (self.say(words::OTHER_LANGUAGE))
                        }
                    }
                    main {
                        h1 { (self.say(TITLE)) }
                        (content)
                    }
                }
            }
        }
    }
}
