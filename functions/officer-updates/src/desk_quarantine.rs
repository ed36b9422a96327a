//! What could not be understood: how many bodies of which provider, and why.
//! None of them is opened here.

use std::collections::BTreeMap;

use aws::inspect;
use chrono::{DateTime, Utc};
use domain::calendar_words::moment;
use maud::html;

use crate::Answered;
use crate::desk::Visit;
use crate::words_people as people;

impl Visit<'_> {
    /// The page: one query for each provider.
    pub(crate) async fn quarantine(&self) -> Answered {
        let waiting = inspect::waiting(&self.app.helpline.store).await?;
        let mut kinds: BTreeMap<(&str, &str), (usize, DateTime<Utc>)> = BTreeMap::new();
        for body in &waiting {
            let kind = kinds.entry((body.provider.as_str(), &body.why)).or_insert((0, body.at));
            *kind = (kind.0 + 1, kind.1.max(body.at));
        }
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
                        tbody { @for ((provider, why), (count, latest)) in kinds {
                            tr {
                                th scope="row" { (provider) }
                                td lang="en" { (why) }
                                td { span.l { (self.view.say(people::COUNT)) ": " } (count) }
                                td { span.l { (self.view.say(people::LATEST)) ": " } (moment(latest, self.view.language)) }
                            }
                        } }
                    }
                }
            }
        };
        Ok((self.answer(200, self.view.say(people::UNREAD), None, page), Vec::new()))
    }
}
