//! The running stack as the demo sees it: its clock, what it sent since one
//! looked last, and a line on the terminal for each.

use std::collections::BTreeMap;
use std::io::Write as _;

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};
use reqwest::{Client, Method};
use serde_json::{Value, json};

/// The column in which things told begin.
const MARGIN: &str = "        ";

/// Why the demo ended early.
#[derive(Debug, thiserror::Error)]
#[error("the demo failed: {0}")]
pub(crate) struct Failed(pub(crate) String);

impl From<reqwest::Error> for Failed {
    fn from(error: reqwest::Error) -> Self {
        Self(error.without_url().to_string())
    }
}

/// What a step comes to.
pub(crate) type Step<T = ()> = Result<T, Failed>;

/// An answer over HTTP.
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The body.
    pub(crate) body: String,
    /// The session that came with it, as a cookie.
    pub(crate) cookie: Option<String>,
}

/// A message to her.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    to: String,
    /// `text`, `buttons`, `list` or `template`.
    pub(crate) kind: String,
    /// The words.
    pub(crate) text: String,
    /// What she may tap: id and title.
    pub(crate) options: Vec<(String, String)>,
}

impl Sent {
    /// Whether she may tap this.
    pub(crate) fn offers(&self, id: &str) -> bool {
        self.options.iter().any(|(known, _)| known == id)
    }
}

/// An SMS to an officer.
#[derive(Debug, Clone)]
pub(crate) struct Sms {
    officer: String,
    /// The words.
    pub(crate) text: String,
}

/// The stack, over HTTP alone.
pub(crate) struct Stage {
    url: String,
    http: Client,
    now: DateTime<Utc>,
    /// Each officer by number: id and how to name them.
    officers: BTreeMap<String, (String, String)>,
    /// Everything sent so far.
    messages: Vec<Sent>,
    sms: Vec<Sms>,
    /// How many of the SMS had been seen before the last news.
    seen: usize,
}

impl Stage {
    /// The stack at this address.
    ///
    /// # Errors
    ///
    /// It does not answer, or is not what it should be.
    pub(crate) async fn open(url: &str) -> Step<Self> {
        let redirects = reqwest::redirect::Policy::none();
        let http = Client::builder().no_proxy().redirect(redirects).build()?;
        let (officers, messages, sms) = (BTreeMap::new(), Vec::new(), Vec::new());
        let mut stage =
            Self { url: url.to_owned(), http, now: DateTime::UNIX_EPOCH, officers, messages, sms, seen: 0 };
        let policy = stage.local("policy").await?;
        for officer in list(&policy["officers"]) {
            let named = format!("{}, {}", text(&officer["name"]["en"]), text(&officer["office"]));
            stage.officers.insert(text(&officer["phone"]), (text(&officer["id"]), named));
        }
        let clock = stage.local("clock").await?;
        stage.now = moment(&clock["now"])?;
        Ok(stage)
    }

    /// The stack's time.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// One request.
    ///
    /// # Errors
    ///
    /// There was no answer.
    pub(crate) async fn request(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Step<Answer> {
        let mut request = self.http.request(method, format!("{}{path}", self.url)).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await?;
        let status = response.status().as_u16();
        let cookie = response.headers().get("set-cookie").and_then(|value| value.to_str().ok());
        let cookie = cookie.and_then(|value| value.split(';').next()).map(str::to_owned);
        Ok(Answer { status, cookie, body: response.text().await? })
    }

    async fn local(&self, route: &str) -> Step<Value> {
        let answer = self.request(Method::GET, &format!("/local/{route}"), &[], Vec::new()).await?;
        json_of(&answer)
    }

    async fn tell(&self, method: Method, route: &str, body: &Value) -> Step<Value> {
        let headers = [("content-type", "application/json")];
        let route = format!("/local/{route}");
        json_of(&self.request(method, &route, &headers, body.to_string().into_bytes()).await?)
    }

    /// Sets the clock to a moment of Indian time, held still.
    pub(crate) async fn clock(&mut self, to: &str) -> Step {
        self.now = ist(to)?;
        self.tell(Method::PUT, "clock", &json!({"now": self.now, "frozen": true})).await?;
        Ok(())
    }

    /// Sets the clock, runs the sweeper once, and shows what it sent.
    pub(crate) async fn sweep_at(&mut self, to: &str) -> Step {
        self.clock(to).await?;
        let swept = self.tell(Method::POST, "sweep", &json!({})).await?;
        self.says(&format!("The sweeper runs: {} due", swept["due"]));
        self.check(swept["failed"] == 0 && swept["left"] == 0, "it did what was due, and left nothing")?;
        self.news().await
    }

    /// Reads what was sent since the last time, and prints it.
    pub(crate) async fn news(&mut self) -> Step {
        let (messages, sms) = (self.local("outbound").await?, self.local("sms").await?);
        for sent in list(&messages).iter().skip(self.messages.len()) {
            let sent = read_message(sent);
            print_message(self.now, &sent);
            self.messages.push(sent);
        }
        self.seen = self.sms.len();
        for sent in list(&sms).iter().skip(self.seen) {
            let (to, words) = (text(&sent["to"]), text(&sent["text"]));
            let (officer, named) = self.officers.get(&to).cloned().unwrap_or_default();
            line(&format!("{MARGIN}{} to {named} ({officer}, {to}) by SMS:", short(self.now)));
            quote(&words);
            self.sms.push(Sms { officer, text: words });
        }
        Ok(())
    }

    /// The officers told of a complaint by SMS in the last news: not the morning's
    /// digests, which lead to no complaint.
    pub(crate) fn told(&self) -> Vec<&str> {
        let news = self.sms.iter().skip(self.seen);
        news.filter(|sms| sms.text.contains("/c/")).map(|sms| sms.officer.as_str()).collect()
    }

    /// The newest SMS to this officer.
    pub(crate) fn sms_to(&self, officer: &str) -> Step<Sms> {
        let found = self.sms.iter().rfind(|sms| sms.officer == officer).cloned();
        found.ok_or_else(|| Failed(format!("no SMS to {officer}")))
    }

    /// The newest message to this number.
    pub(crate) fn message_to(&self, phone: &str) -> Step<Sent> {
        let found = self.messages.iter().rfind(|sent| sent.to == phone).cloned();
        found.ok_or_else(|| Failed("no message to her".to_owned()))
    }

    /// The complaint with this number.
    pub(crate) async fn complaint(&self, reference: &str) -> Step<Value> {
        let all = self.local("complaints").await?;
        let found = list(&all).into_iter().find(|complaint| complaint["reference"] == reference);
        found.ok_or_else(|| Failed(format!("there is no complaint {reference}")))
    }

    /// The complaint that was registered last.
    pub(crate) async fn newest_complaint(&self) -> Step<Value> {
        let all = self.local("complaints").await?;
        let newest = list(&all).into_iter().max_by_key(|complaint| text(&complaint["registered_at"]));
        newest.ok_or_else(|| Failed("there is no complaint".to_owned()))
    }

    /// The complaint stands so; what was sent meanwhile is shown.
    pub(crate) async fn check_status(&mut self, reference: &str, status: &str) -> Step<Value> {
        self.news_if_any().await?;
        let complaint = self.complaint(reference).await?;
        self.check(complaint["status"] == status, &format!("it is {status}"))?;
        Ok(complaint)
    }

    /// Shows news, but keeps the last ones where there are none.
    async fn news_if_any(&mut self) -> Step {
        let before = self.seen;
        self.news().await?;
        if self.told().is_empty() {
            self.seen = before;
        }
        Ok(())
    }

    /// A chapter begins.
    pub(crate) fn title(&self, words: &str) {
        line(&format!("\n== {words}"));
    }

    /// Somebody does something.
    pub(crate) fn says(&self, words: &str) {
        line(&format!("\n{}  {words}", long(self.now)));
    }

    /// Something must hold.
    ///
    /// # Errors
    ///
    /// It does not.
    pub(crate) fn check(&self, holds: bool, what: &str) -> Step {
        if !holds {
            let told = self.told().join(", ");
            return Err(Failed(format!("not so: {what} (told by SMS: {told})")));
        }
        line(&format!("{MARGIN}+ {what}"));
        Ok(())
    }
}

fn read_message(sent: &Value) -> Sent {
    let options = list(&sent["options"]);
    Sent {
        to: text(&sent["to"]),
        kind: text(&sent["kind"]),
        text: text(&sent["text"]),
        options: options.iter().map(|option| (text(&option["id"]), text(&option["title"]))).collect(),
    }
}

fn print_message(now: DateTime<Utc>, sent: &Sent) {
    line(&format!("{MARGIN}{} to her ({}) by WhatsApp, {}:", short(now), sent.to, sent.kind));
    quote(&sent.text);
    if !sent.options.is_empty() {
        let titles: Vec<String> = sent.options.iter().map(|(_, title)| format!("[{title}]")).collect();
        quote(&titles.join(" "));
    }
}

fn quote(words: &str) {
    for part in words.lines() {
        line(&format!("{MARGIN}  | {part}"));
    }
}

fn line(words: &str) {
    // With nowhere to write there is the exit code.
    let _ = writeln!(std::io::stdout(), "{words}");
}

fn json_of(answer: &Answer) -> Step<Value> {
    let read = serde_json::from_str(&answer.body).ok().filter(|_| answer.status == 200);
    read.ok_or_else(|| Failed(format!("the stack answered {}: {}", answer.status, answer.body)))
}

/// A JSON string's text; empty if it is none.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn moment(value: &Value) -> Step<DateTime<Utc>> {
    text(value).parse().map_err(|_| Failed("the stack's clock shows no time".to_owned()))
}

/// India's offset: +05:30 all year.
fn india() -> Step<FixedOffset> {
    FixedOffset::east_opt(5 * 3600 + 1800).ok_or_else(|| Failed("India's offset".to_owned()))
}

/// A moment of Indian time: `2026-12-01 10:00`.
pub(crate) fn ist(moment: &str) -> Step<DateTime<Utc>> {
    let local = NaiveDateTime::parse_from_str(moment, "%Y-%m-%d %H:%M").ok();
    let at = local.and_then(|local| local.and_local_timezone(india().ok()?).single());
    at.map(|at| at.to_utc()).ok_or_else(|| Failed(format!("{moment} is no moment")))
}

fn long(at: DateTime<Utc>) -> String {
    india()
        .map(|zone| at.with_timezone(&zone).format("%a %-d %b %Y, %H:%M IST").to_string())
        .unwrap_or_default()
}

fn short(at: DateTime<Utc>) -> String {
    india().map(|zone| at.with_timezone(&zone).format("%H:%M").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;

    #[test]
    fn moments_are_indian() {
        let at = ist("2026-12-01 10:00").unwrap();
        assert_eq!(at.to_rfc3339(), "2026-12-01T04:30:00+00:00");
        assert_eq!((long(at).as_str(), short(at).as_str()), ("Tue 1 Dec 2026, 10:00 IST", "10:00"));
        assert!(ist("tomorrow").is_err());
    }
}
