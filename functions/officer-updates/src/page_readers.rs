//! Who read a case and when, for those to whom the domain's table shows it. A
//! motive can name her, and is shown to fewer.

use domain::access::{READ_MOTIVES, READ_READERS, officer_may};
use domain::calendar_words::moment;
use helpline::act::Case;
use helpline::lists::{Lists as _, Reading};
use lambda_http::Request;
use maud::{Markup, html};

use chrono::{DateTime, Utc};

use crate::headers::{Answer, HTML};
use crate::page::{View, bare, shell};
use crate::page_case::officer_named;
use crate::page_part::Parts;
use crate::perform::{Caller, End, Sight, unlock};
use crate::{Answered, OfficerUpdates, words, words_staff as say};

/// So many readings stand on a page.
const MOST_READINGS: usize = 100;
/// How many of the newest are left out, in the query.
const SKIP: &str = "skip";

/// Whether this officer may see who read the case.
pub(crate) fn may_see(case: &Case) -> bool {
    officer_may(&case.policy, &case.complaint, &case.officer.id, READ_READERS)
}

/// The way to the page, for whom it is open.
pub(crate) fn link(view: &View<'_>, case: &Case) -> Markup {
    html! {
        @if may_see(case) {
            p { a href=(view.below("/readers")) { (view.say(say::READERS)) } }
        }
    }
}

impl OfficerUpdates {
    /// The page, for a session; without one the way leads to the case's own
    /// front. Two requests; changes nothing.
    pub(crate) async fn readers(&self, token: &str, request: &Request, now: DateTime<Utc>) -> Answered {
        let query = crate::query(request);
        let caller = Caller { token, session: crate::session_of(request), pin: None, staff: None, now };
        let asked = query.language();
        let refused = |status, text| Answer::new(status, HTML, bare(text).into_string());
        let answer = match unlock(&self.helpline, caller).await? {
            Ok(granted) => {
                let case = &granted.case;
                let language = asked.unwrap_or(case.officer.language);
                let view = View { token, language, asked: asked.is_some(), parts: Parts::default(), now };
                if granted.sight() == Sight::Nothing || !may_see(case) {
                    refused(403, say::NOT_ALLOWED)
                } else {
                    let readings =
                        self.helpline.store.readings(&case.person, &case.complaint.reference).await?;
                    let skip = query.get(SKIP).and_then(|skip| skip.parse().ok()).unwrap_or_default();
                    Answer::new(200, HTML, page(&view, case, &readings, skip).into_string())
                }
            }
            Err(denied) if matches!(denied.end, End::NotFound) => refused(404, words::NOT_FOUND),
            Err(_) => Answer::see_other(match asked {
                Some(language) => format!("/c/{token}?lang={}", language.code()),
                None => format!("/c/{token}"),
            }),
        };
        Ok((answer, Vec::new()))
    }
}

/// The readings, the newest first.
fn page(view: &View<'_>, case: &Case, readings: &[Reading], skip: usize) -> Markup {
    let motives = officer_may(&case.policy, &case.complaint, &case.officer.id, READ_MOTIVES);
    let older = skip.saturating_add(MOST_READINGS);
    let at = |skip: usize| view.below(&format!("/readers?{SKIP}={skip}"));
    shell(
        view,
        html! {
            h1 { (view.say(say::READERS)) }
            p { (view.say(words::TITLE)) " " (case.complaint.reference.as_str()) ": " (readings.len()) }
            p.meta { (view.say(say::READERS_HINT)) }
            ol {
                @for reading in readings.iter().rev().skip(skip).take(MOST_READINGS) {
                    li { (line(view, case, reading, motives)) }
                }
            }
            p {
                @if skip > 0 { a href=(at(skip.saturating_sub(MOST_READINGS))) { (view.say(say::READ_LATER)) } " " }
                @if older < readings.len() { a href=(at(older)) { (view.say(say::READ_EARLIER)) } }
            }
            p { a href=(view.address()) { (view.say(say::BACK_TO_CASE)) } }
        },
    )
}

fn line(view: &View<'_>, case: &Case, reading: &Reading, motives: bool) -> Markup {
    html! {
        p {
            time datetime=(reading.at.to_rfc3339()) { (moment(reading.at, view.language)) }
            " · " (officer_named(view, case, &reading.officer))
        }
        @match &reading.motive {
            Some(motive) if motives => {
                p.meta { (view.say(say::WITH_MOTIVE)) ":" }
                p.said dir="auto" { (motive) }
            }
            Some(_) => p.meta { (view.say(say::WITH_MOTIVE)) },
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{case, now};
    use domain::{Language, OfficerId};

    fn seen(who: &str, readings: usize, skip: usize) -> String {
        let mut case = case();
        case.officer = case.policy.everybody().find(|it| it.id.as_str() == who).unwrap().clone();
        let reading = |n: usize| Reading {
            officer: OfficerId::new("adm-lko"),
            at: now() + chrono::TimeDelta::minutes(n.try_into().unwrap()),
            motive: Some(format!("<b>{n}</b>")),
        };
        let readings: Vec<Reading> = (0..readings).map(reading).collect();
        let view = View {
            token: "tok",
            language: Language::English,
            asked: false,
            parts: Parts::default(),
            now: now(),
        };
        page(&view, &case, &readings, skip).into_string()
    }

    #[test]
    fn the_newest_stand_first_and_every_one_is_reached() {
        let first = seen("dm-lko", 150, 0);
        assert!(first.contains("&lt;b&gt;149&lt;/b&gt;") && !first.contains("&lt;b&gt;49&lt;/b&gt;"));
        assert!(first.contains("href=\"/c/tok/readers?skip=100\"") && first.len() < 60_000);
        let last = seen("dm-lko", 150, 100);
        assert!(last.contains("&lt;b&gt;49&lt;/b&gt;") && last.contains("&lt;b&gt;0&lt;/b&gt;"));
        assert!(last.contains("href=\"/c/tok/readers?skip=0\"") && !last.contains("skip=200"));
    }

    #[test]
    fn a_motive_is_for_those_at_the_head() {
        // An officer of the line stands for whom the table shows no motive.
        assert!(!seen("pension-north", 1, 0).contains("&lt;b&gt;"));
        assert!(seen("adm-lko", 1, 0).contains("&lt;b&gt;0&lt;/b&gt;"));
    }
}
