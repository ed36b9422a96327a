//! A complaint with files, its officer's session, and the provider that has
//! them: what the journeys of `media` are told with.

use chrono::TimeDelta;
use journeys::stack::Answer;
use journeys::{Helpline, Link, Woman};
use serde_json::{Value, json};

const STORY: &str = "मलिहाबाद में मेरा आय प्रमाण पत्र दो महीने से नहीं बन रहा";

/// A registered complaint, and its officer's link with a session.
pub(crate) struct Case<'a> {
    pub(crate) helpline: &'a Helpline,
    pub(crate) she: Woman<'a>,
    pub(crate) link: Link<'a>,
    pub(crate) session: String,
}

impl<'a> Case<'a> {
    pub(crate) async fn open(helpline: &'a Helpline, phone: &str) -> Self {
        let she = helpline.woman(phone);
        she.registers("certificate", STORY).await;
        let link = Link::in_text(helpline, &helpline.last_sms().await.text);
        let session = link.session().await;
        Self { helpline, she, link, session }
    }

    /// She sends a file of this kind (`image`, `audio`) and id.
    pub(crate) async fn sends(&self, kind: &str, id: &str) {
        let sent = self.she.sends(&json!({"type": kind, kind: {"id": id, "mime_type": "image/jpeg"}})).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.helpline.request("GET", path, &[("authorization", &self.session)], Vec::new()).await
    }

    /// The page after the PIN, in English.
    pub(crate) async fn page(&self) -> String {
        let page = self.get(&format!("{}?lang=en", self.link.path)).await;
        assert_eq!(page.status, 200, "{}", page.body);
        page.body
    }

    /// Her files as the JSON API has them, oldest first.
    pub(crate) async fn files(&self) -> Vec<Value> {
        let read = self.link.reads().await;
        let messages = read["messages"].as_array().expect("a list");
        messages.iter().map(|message| message["media"].clone()).filter(Value::is_object).collect()
    }

    pub(crate) async fn sweeps(&self, minutes: i64) {
        self.helpline.pass(TimeDelta::minutes(minutes)).await;
        self.helpline.sweep().await;
    }
}

/// The provider has this file, with more to be said about how it behaves.
pub(crate) async fn offer(helpline: &Helpline, id: &str, bytes: &[u8], more: &Value) {
    let mut file = json!({"id": id, "content_type": "image/jpeg", "base64": base64(bytes)});
    file.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let told = helpline.tell("POST", "media", &file).await;
    assert_eq!(told.status, 204, "{}", told.body);
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let four = |three: &[u8]| {
        let number = (0..3).fold(0, |sum, at| sum << 8 | usize::from(*three.get(at).unwrap_or(&0)));
        let digit =
            |at: usize| if at > three.len() { '=' } else { char::from(DIGITS[number >> (18 - 6 * at) & 63]) };
        (0..4).map(digit).collect::<String>()
    };
    bytes.chunks(3).map(four).collect()
}

pub(crate) async fn objects(helpline: &Helpline) -> usize {
    helpline.local("objects").await.as_array().expect("a list").len()
}

/// A link without its host.
pub(crate) fn path_of(location: &str) -> String {
    let at = location.match_indices('/').nth(2).expect("a path").0;
    location[at..].to_owned()
}
