//! A complainant: how to answer her, in which language, and what she has
//! begun to say.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::category::{Category, Language};
use crate::conflict::Accused;
use crate::held_news::HeldNews;
use crate::ids::AreaId;
use crate::limits::Pace;
use crate::message::{Channel, ReplyAddress};
use crate::reference::Reference;
use crate::undelivered::Missed;
use crate::wish::Wish;

/// How long WhatsApp allows free text after her last message
/// (Meta, "customer service window").
pub const WINDOW: TimeDelta = TimeDelta::hours(24);

/// What the helpline remembers of a woman between messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complainant {
    /// Grows by one with each change.
    pub version: u64,
    /// Under which of her names she is stored; the store sets it when it reads,
    /// and `None` is the one that was asked for.
    #[serde(skip)]
    pub key: Option<String>,
    /// Other names (keyed hashes) under which complaints and messages of hers
    /// lie: she wrote under them before it was known that it was she.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub also: Vec<String>,
    /// How much she has written of late.
    #[serde(skip_serializing_if = "Pace::is_idle", default)]
    pub pace: Pace,
    /// The language she is answered in.
    pub language: Language,
    /// Where answers go: the way she last wrote, of those that answer.
    pub address: ReplyAddress,
    /// When she last wrote that way.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub last_inbound_at: DateTime<Utc>,
    /// Whether she has had the consent notice.
    #[serde(default)]
    pub notified: bool,
    /// What she has begun to say and not yet registered.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub draft: Option<Draft>,
    /// The ids of what she was last offered, so that "2" means the second.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub offered: Vec<String>,
    /// An officer's question that could not be put to her yet: her window was
    /// closed. It is put when she writes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub held_question: Option<HeldQuestion>,
    /// What the clock has to tell her, until she reads it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub held_news: Vec<HeldNews>,
    /// The officer's question that she was put last, should it not reach her.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub asked: Option<HeldQuestion>,
    /// Whether she wants to be written to, if she ever said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub wish: Option<Wish>,
    /// What did not reach her since she last wrote.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub missed: Option<Missed>,
    /// When she was last told that a message joined a complaint.
    #[serde(skip_serializing_if = "Option::is_none", with = "chrono::serde::ts_seconds_option", default)]
    pub joined_told_at: Option<DateTime<Utc>>,
}

impl Complainant {
    /// A woman who writes for the first time.
    #[must_use]
    pub fn new(address: ReplyAddress, now: DateTime<Utc>) -> Self {
        Self {
            version: 0,
            key: None,
            also: Vec::new(),
            pace: Pace::default(),
            language: Language::Hindi,
            address,
            last_inbound_at: now,
            notified: false,
            draft: None,
            offered: Vec::new(),
            held_question: None,
            held_news: Vec::new(),
            asked: None,
            wish: None,
            missed: None,
            joined_told_at: None,
        }
    }

    /// She wrote: answers go back that way. Where nothing can be sent, the way on
    /// which she was answered before stays, and its window with it.
    ///
    /// A name of hers that this message does not tell is not forgotten: her
    /// number, where one is known, is the surer way to her.
    pub(crate) fn wrote_from(&mut self, mut address: ReplyAddress, now: DateTime<Utc>) {
        let (known, told) = (&mut self.address.to, &mut address.to);
        for to in [(&mut known.phone, &mut told.phone), (&mut known.user_id, &mut told.user_id)] {
            match to {
                (Some(known), told @ None) => *told = Some(known.clone()),
                (known @ None, Some(told)) => *known = Some(told.clone()),
                _ => {}
            }
        }
        if address.provider.answers() || !self.address.provider.answers() {
            self.address = address;
            self.last_inbound_at = now;
        }
    }

    /// Until when free text may be sent to her; `None` where there is no window.
    #[must_use]
    pub fn window_until(&self) -> Option<DateTime<Utc>> {
        (self.address.channel == Channel::Whatsapp).then(|| self.last_inbound_at + WINDOW)
    }
}

/// A question that waits for her to write. Personal: never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldQuestion {
    /// About which complaint.
    pub reference: Reference,
    /// In the officer's words.
    pub text: String,
    /// Whether it is a reply, which waits for no answer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reply: bool,
}

impl HeldQuestion {
    /// Two that wait about one complaint are put together; of what would be
    /// longer than a message takes, the later.
    #[must_use]
    pub fn and(self, next: Self) -> Self {
        let text = format!("{}\n\n{}", self.text, next.text);
        if text == next.text || text.chars().count() > MOST_HELD {
            return next;
        }
        Self { text, reply: self.reply && next.reply, ..next }
    }
}

/// So many characters of officers' words wait for her at most: with those
/// around them they stay within one message.
const MOST_HELD: usize = 3_500;

impl std::fmt::Debug for HeldQuestion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HeldQuestion({})", self.reference)
    }
}

/// How far the conversation about a draft has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// She is asked what it is about.
    Category,
    /// She is asked where.
    Area,
    /// She is asked what happened.
    Story,
    /// She is asked whether to register it.
    Confirm,
}

/// A complaint that she has begun. Her first message already counts; a draft
/// left alone is registered by the sweeper as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The reference it will have: its messages carry it from the start.
    pub reference: Reference,
    /// When she last added to it.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub touched_at: DateTime<Utc>,
    /// Minutes of silence after which it is registered as it stands.
    pub patience_minutes: u32,
    /// What she is asked now.
    pub step: Step,
    /// What she chose.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub category: Option<Category>,
    /// Where, as she chose or as her words say.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub area: Option<AreaId>,
    /// Whether the question where needs no answer any more.
    #[serde(default)]
    pub place_settled: bool,
    /// Whether the question where was asked and not understood once already.
    #[serde(default)]
    pub asked_place_again: bool,
    /// Messages of substance so far.
    pub messages: u32,
    /// Whether they tell a story: more than a greeting.
    #[serde(default)]
    pub told: bool,
    /// Whether she used a distress word: left alone, it counts as violence.
    #[serde(default)]
    pub distress: bool,
    /// Whether triage heard danger in her words.
    #[serde(default)]
    pub urgent: bool,
    /// Whether 'stop' was her last word while she had it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hushed: bool,
    /// Whether it concerns somebody under eighteen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub minor: bool,
    /// Whom she accuses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accused: Vec<Accused>,
}

impl Draft {
    /// A draft that she has just begun.
    #[must_use]
    pub fn new(reference: Reference, now: DateTime<Utc>, patience_minutes: u32) -> Self {
        Self {
            reference,
            touched_at: now,
            patience_minutes,
            step: Step::Category,
            category: None,
            area: None,
            place_settled: false,
            asked_place_again: false,
            messages: 0,
            told: false,
            distress: false,
            urgent: false,
            hushed: false,
            minor: false,
            accused: Vec::new(),
        }
    }

    /// Moves to the first question that still needs an answer.
    pub fn settle(&mut self) {
        self.step = match () {
            () if self.category.is_none() => Step::Category,
            () if self.area.is_none() && !self.place_settled => Step::Area,
            () if !self.told => Step::Story,
            () => Step::Confirm,
        };
    }

    /// When the sweeper registers it as it stands.
    #[must_use]
    pub fn due_at(&self) -> DateTime<Utc> {
        self.touched_at + TimeDelta::minutes(i64::from(self.patience_minutes))
    }

    /// Whether there is anything to register.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.messages == 0 && self.category.is_none()
    }
}
