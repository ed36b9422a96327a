//! How the canary looks for what it planted: as it was written, and behind
//! base64, percent signs, escapes, other digits and other letters' case.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use journeys::Helpline;
use journeys::stack::{Answer, text};

/// Fewer letters in base64 could be anything.
const SHORTEST_CODE: usize = 12;
/// So many digits together are a number of somebody's.
const NUMBER: usize = 10;

/// The markers, in small letters.
#[derive(Default)]
pub(crate) struct Search {
    markers: BTreeSet<String>,
    /// Those that are long numbers, by their last digits.
    numbers: BTreeSet<String>,
}

impl Search {
    /// One more thing to look for.
    pub(crate) fn plant(&mut self, marker: &str) {
        assert!(marker.chars().count() >= 6, "too short to be known again: {marker}");
        let digits = digits(marker);
        if digits.len() >= NUMBER && marker.chars().filter(|c| c.is_alphabetic()).count() < 3 {
            self.numbers.insert(digits[digits.len() - NUMBER..].to_owned());
        }
        self.markers.insert(marker.to_lowercase());
    }

    /// The first marker in a text, however it is hidden.
    pub(crate) fn first_in(&self, seen: &str) -> Option<&str> {
        let forms = [vec![seen.to_owned(), unescaped(seen)], decoded(seen)].concat();
        forms.iter().find_map(|form| self.plain(&form.to_lowercase()))
    }

    fn plain(&self, seen: &str) -> Option<&str> {
        let is_in = |marker: &&String| seen.contains(marker.as_str());
        self.markers.iter().find(is_in).or_else(|| self.number(seen)).map(String::as_str)
    }

    /// A number whose digits are parted by blanks and signs only.
    fn number(&self, seen: &str) -> Option<&String> {
        let parts = seen.split(|c: char| digit(c).is_none() && !" -().+".contains(c));
        let written: Vec<String> = parts.map(digits).filter(|it| it.len() >= NUMBER).collect();
        self.numbers.iter().find(|number| written.iter().any(|it| it.contains(number.as_str())))
    }
}

fn digit(c: char) -> Option<char> {
    let devanagari = u32::from(c).checked_sub(0x966).and_then(|n| char::from_digit(n, 10));
    devanagari.or(Some(c).filter(char::is_ascii_digit))
}

fn digits(text: &str) -> String {
    text.chars().filter_map(digit).collect()
}

/// Without percent signs, and without JSON's escapes.
fn unescaped(seen: &str) -> String {
    let whole = seen.replace('&', "%26").replace('=', "%3D");
    let plain: String = form_urlencoded::parse(whole.as_bytes()).map(|(name, _)| name.into_owned()).collect();
    serde_json::from_str::<String>(&format!("\"{plain}\"")).unwrap_or(plain)
}

/// What every run of base64's letters may mean, wherever it begins.
fn decoded(seen: &str) -> Vec<String> {
    let is_code = |c: char| c.is_ascii_alphanumeric() || "+/-_".contains(c);
    let runs = seen.split(|c| !is_code(c)).filter(|run| run.len() >= SHORTEST_CODE);
    let mut all = Vec::new();
    for run in runs {
        for from in 0..4 {
            let code = &run[from..];
            let code = &code[..code.len() - code.len() % 4];
            let bytes = STANDARD_NO_PAD.decode(code).or_else(|_| URL_SAFE_NO_PAD.decode(code));
            all.extend(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    all
}

/// What was heard, and what is looked for in it.
pub(crate) struct Found {
    search: Search,
    /// Officers' links, which stand in SMS and in the pages behind them.
    links: Search,
    heard: Vec<String>,
}

impl Found {
    pub(crate) fn new(search: Search) -> Self {
        Self { search, links: Search::default(), heard: Vec::new() }
    }

    /// Something more that may be nowhere.
    pub(crate) fn never(&mut self, marker: &str) {
        self.search.plant(marker);
    }

    /// An officer's link: it is in his SMS and on his page, and nowhere else.
    pub(crate) fn link(&mut self, token: &str) {
        self.links.plant(token);
    }

    /// An answer to a caller: a refusal is searched, head and body; of others
    /// the officer's page alone may hold something.
    pub(crate) fn hear(&mut self, answer: &Answer) {
        let head: String = answer.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        let body = if answer.status >= 400 { answer.body.as_str() } else { "" };
        self.heard.push(format!("{} {head}{body}", answer.status));
    }

    /// Searches everything.
    pub(crate) async fn assert_nothing(self, helpline: &Helpline) {
        let refusals = self.heard.iter().filter(|it| it.starts_with(['4', '5'])).count();
        assert!(refusals > 60, "only {refusals} refusals");
        let logs = helpline.local("logs").await;
        let lines: Vec<String> = logs.as_array().unwrap().iter().map(|it| text(&it["line"])).collect();
        let invoked = helpline.local("usage").await["invocations"].clone();
        for function in ["webhook-intake", "officer-updates", "sla-sweeper"] {
            assert!(invoked[function].as_u64().unwrap_or_default() > 3, "{function} was hardly there");
        }
        let texts: Vec<String> = helpline.sms().await.into_iter().map(|sms| sms.text).collect();
        let fetched = helpline.local("fetches").await;
        let urls: Vec<String> = fetched.as_array().unwrap().iter().map(|it| text(&it["url"])).collect();
        assert!(lines.len() > 50 && !texts.is_empty() && !urls.is_empty());
        for (what, seen) in [("log", &lines), ("answer", &self.heard), ("SMS", &texts), ("address", &urls)] {
            for one in seen {
                assert_eq!(self.search.first_in(one), None, "{what}: {one}");
                let link = self.links.first_in(one).filter(|_| ["log", "address"].contains(&what));
                assert_eq!(link, None, "{what}: {one}");
            }
        }
    }
}

#[test]
fn what_is_hidden_is_found() {
    let mut search = Search::default();
    ["+919777012345", "गुप्तकथा", "Kanaripura 17"].into_iter().for_each(|marker| search.plant(marker));
    let check = |seen: &str, found: bool| assert_eq!(search.first_in(seen).is_some(), found, "{seen}");
    check("to 919777012345", true);
    check("97770 12345", true);
    check("(97770) 12-345", true);
    check("९७७७० १२३४५", true);
    check("wamid.HBgMOTE5Nzc3MDEyMzQ1FQIA", true);
    check(r"\u0917\u0941\u092a\u094d\u0924\u0915\u0925\u093e", true);
    check("%E0%A4%97%E0%A5%81%E0%A4%AA%E0%A5%8D%E0%A4%A4%E0%A4%95%E0%A4%A5%E0%A4%BE", true);
    check("kanaripura+17", true);
    check("KANARIPURA 17", true);
    check("9777", false);
    check("at 2026-12-01T04:30:00Z, 97770 of 12345 more", false);
}
