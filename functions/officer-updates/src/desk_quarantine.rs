//! What could not be understood: how many bodies of which provider, and why.
//! None of them is opened here.

use std::collections::BTreeMap;

use aws::inspect::{self, Waiting};
use chrono::{DateTime, Utc};
use domain::calendar_words::moment;
use maud::html;

use crate::Answered;
use crate::desk::Visit;
use crate::words_people as people;

/// What could not be understood, of one provider and for one reason.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unread {
    /// Who sent it.
    pub(crate) provider: &'static str,
    /// Why, in words that hold nothing of it.
    pub(crate) why: String,
    /// How many bodies.
    pub(crate) count: usize,
    /// When the latest came.
    pub(crate) latest: DateTime<Utc>,
}

/// How many bodies wait, by provider and reason.
pub(crate) fn kinds(waiting: Vec<Waiting>) -> Vec<Unread> {
    let mut kinds: BTreeMap<(&'static str, String), (usize, DateTime<Utc>)> = BTreeMap::new();
    for body in waiting {
        let kind = kinds.entry((body.provider.as_str(), body.why)).or_insert((0, body.at));
        *kind = (kind.0 + 1, kind.1.max(body.at));
    }
    let unread = |((provider, why), (count, latest))| Unread { provider, why, count, latest };
    kinds.into_iter().map(unread).collect()
}

impl Visit<'_> {
    /// The page: one query for each provider.
    pub(crate) async fn quarantine(&self) -> Answered {
        let kinds = kinds(inspect::waiting(&self.app.helpline.store).await?);
        let page = html! {
            (self.menu())
            p { (self.view.say(people::UNREAD_HINT)) }
            @if kinds.is_empty() { p { (self.view.say(people::NOTHING_UNREAD)) } } @else {
                div.scroll tabindex="0" role="region" aria-label=(self.view.say(people::UNREAD)) {
                    table.stack {
                        thead { tr {
                            @for title in [people::PROVIDER, people::WHY, people::COUNT, people::LATEST] {
                                th scope="col" { (self.view.say(title)) }
                            }
                        } }
                        tbody { @for kind in kinds {
                            tr {
                                th scope="row" { (kind.provider) }
                                td lang="en" { (kind.why) }
                                td { span.l { (self.view.say(people::COUNT)) ": " } (kind.count) }
                                td { span.l { (self.view.say(people::LATEST)) ": " } (moment(kind.latest, self.view.language)) }
                            }
                        } }
                    }
                }
            }
        };
        Ok((self.answer(200, self.view.say(people::UNREAD), None, page), Vec::new()))
    }
}
