//! A woman and her phone.

use std::cell::RefCell;

use channels::{meta, twilio};
use serde_json::{Value, json};

use crate::carrier::{Says, deliver_gupshup, deliver_infobip, gupshup_body, infobip_body, infobip_sms_body};
use crate::stack::{Answer, Helpline, META_SECRET, TWILIO_TOKEN, text};

/// Who carries her messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// WhatsApp through Meta.
    Meta,
    /// WhatsApp through Twilio.
    TwilioWhatsapp,
    /// SMS through Twilio.
    TwilioSms,
    /// WhatsApp through Gupshup.
    Gupshup,
    /// WhatsApp through Infobip.
    InfobipWhatsapp,
    /// SMS through Infobip.
    InfobipSms,
}

/// What she was answered.
#[derive(Debug, Clone)]
pub struct Reply {
    /// `text`, `buttons`, `list`, `template`.
    pub kind: String,
    /// The words.
    pub text: String,
    /// What she may tap: id and title.
    pub options: Vec<(String, String)>,
}

/// A woman.
pub struct Woman<'a> {
    helpline: &'a Helpline,
    carrier: Carrier,
    /// Her number in E.164.
    pub phone: String,
    /// The bodies she caused, as posted: for a provider's retry.
    posted: RefCell<Vec<Vec<u8>>>,
}

impl<'a> Woman<'a> {
    pub(crate) fn new(helpline: &'a Helpline, carrier: Carrier, phone: &str) -> Self {
        Self { helpline, carrier, phone: phone.to_owned(), posted: RefCell::default() }
    }

    /// She writes, and is answered with 2xx.
    pub async fn writes(&self, words: &str) -> Reply {
        let answer = self.tries_to_write(words).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        self.reply().await
    }

    /// She writes; whatever the answer.
    pub async fn tries_to_write(&self, words: &str) -> Answer {
        let body = match self.carrier {
            Carrier::Meta => self.meta_body(&json!({"type": "text", "text": {"body": words}})),
            Carrier::TwilioWhatsapp | Carrier::TwilioSms => {
                self.twilio_body(&[("Body", words), ("NumMedia", "0")])
            }
            Carrier::InfobipSms => infobip_sms_body(&self.phone, self.helpline.next_id(), words),
            Carrier::Gupshup | Carrier::InfobipWhatsapp => self.other_body(Says::Words(words)),
        };
        self.post(body).await
    }

    fn other_body(&self, says: Says<'_>) -> Vec<u8> {
        let id = self.helpline.next_id();
        match self.carrier {
            Carrier::Gupshup => gupshup_body(&self.phone, id, says),
            _ => infobip_body(&self.phone, id, says),
        }
    }

    /// She taps a button or row by its id, or (where there is none) answers by
    /// its number.
    pub async fn taps(&self, id: &str) -> Reply {
        let answer = self.tries_to_tap(id).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        self.reply().await
    }

    /// She taps; whatever the answer.
    pub async fn tries_to_tap(&self, id: &str) -> Answer {
        if matches!(self.carrier, Carrier::TwilioWhatsapp | Carrier::TwilioSms | Carrier::InfobipSms) {
            return self.tries_to_write(id).await;
        }
        let offered = self.reply().await;
        let title = offered.options.iter().find(|(known, _)| known == id).map(|(_, title)| title.clone());
        let title = title.unwrap_or_else(|| "x".to_owned());
        if self.carrier != Carrier::Meta {
            let says = match offered.kind.as_str() {
                "list" => Says::Row(id, &title),
                "template" => Says::Template(id, &title),
                _ => Says::Button(id, &title),
            };
            return self.post(self.other_body(says)).await;
        }
        let kind = if offered.kind == "list" { "list_reply" } else { "button_reply" };
        let body = self.meta_body(&json!({
            "type": "interactive",
            "interactive": {"type": kind, kind: {"id": id, "title": title}},
        }));
        self.post(body).await
    }

    /// She answers by the number of the option with this title (numbered text).
    pub async fn picks(&self, title: &str) -> Reply {
        let offered = self.reply().await;
        let found = offered.options.iter().find(|(_, known)| known.contains(title));
        let (number, _) = found.unwrap_or_else(|| panic!("{title} is not offered: {offered:?}"));
        self.writes(&number.clone()).await
    }

    /// She tells her story with its place in it, says what it is about, and
    /// confirms: the shortest way to a complaint, by taps on Meta.
    pub async fn registers(&self, category: &str, story: &str) -> Reply {
        self.writes(story).await;
        self.taps(&format!("category:{category}")).await;
        let asked = self.reply().await;
        assert!(asked.options.iter().any(|(id, _)| id == "register:yes"), "{asked:?}");
        self.taps("register:yes").await
    }

    /// She sends a message of another kind: Meta's object for it.
    pub async fn sends(&self, message: &Value) -> Answer {
        let body = self.meta_body(message);
        self.post(body).await
    }

    /// The provider sends her last body again, as it was.
    pub async fn again(&self) -> Answer {
        let body = self.posted.borrow().last().cloned().expect("something was sent before");
        self.deliver(body).await
    }

    /// Her last body.
    #[must_use]
    pub fn last_body(&self) -> Vec<u8> {
        self.posted.borrow().last().cloned().expect("something was sent before")
    }

    /// What she was answered last.
    ///
    /// # Panics
    ///
    /// If she never was.
    pub async fn reply(&self) -> Reply {
        self.replies().await.pop().expect("an answer to her")
    }

    /// All that she was sent.
    pub async fn replies(&self) -> Vec<Reply> {
        let all = self.helpline.outbound().await;
        let hers = all.iter().filter(|sent| text(&sent["to"]).ends_with(&self.phone));
        hers.map(read).collect()
    }

    /// One of Meta's message objects of hers, with id and sender.
    #[must_use]
    pub fn meta_message(&self, message: &Value) -> Value {
        let mut message = message.clone();
        message["from"] = json!(self.phone.trim_start_matches('+'));
        if message.get("id").is_none() {
            message["id"] = json!(format!("wamid.JOURNEY{:04}", self.helpline.next_id()));
        }
        message["timestamp"] = json!("1796100000");
        message
    }

    fn meta_body(&self, message: &Value) -> Vec<u8> {
        meta_body(&[self.meta_message(message)])
    }

    fn twilio_body(&self, fields: &[(&str, &str)]) -> Vec<u8> {
        let prefix = if self.carrier == Carrier::TwilioWhatsapp { "whatsapp:" } else { "" };
        let sid = format!("SM{:032x}", self.helpline.next_id());
        let (from, to) = (format!("{prefix}{}", self.phone), format!("{prefix}+915220000001"));
        let mut all = vec![("MessageSid", sid.as_str()), ("From", &from), ("To", &to), ("AccountSid", "AC0")];
        all.extend(fields);
        let all: Vec<(String, String)> =
            all.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        channels::form_encode(&all).into_bytes()
    }

    async fn post(&self, body: Vec<u8>) -> Answer {
        self.posted.borrow_mut().push(body.clone());
        self.deliver(body).await
    }

    /// The provider delivers a body of hers.
    pub async fn deliver(&self, body: Vec<u8>) -> Answer {
        match self.carrier {
            Carrier::Meta => deliver_meta(self.helpline, body).await,
            Carrier::TwilioWhatsapp | Carrier::TwilioSms => deliver_twilio(self.helpline, body).await,
            Carrier::Gupshup => deliver_gupshup(self.helpline, body).await,
            Carrier::InfobipWhatsapp | Carrier::InfobipSms => deliver_infobip(self.helpline, body).await,
        }
    }
}

fn read(sent: &Value) -> Reply {
    let options = sent["options"].as_array().cloned().unwrap_or_default();
    Reply {
        kind: text(&sent["kind"]),
        text: text(&sent["text"]),
        options: options.iter().map(|option| (text(&option["id"]), text(&option["title"]))).collect(),
    }
}

/// A body of Meta's with these messages.
#[must_use]
pub fn meta_body(messages: &[Value]) -> Vec<u8> {
    let value = json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "915220000001", "phone_number_id": "100000000000001"},
        "messages": messages,
    });
    meta_document(&value)
}

/// A body of Meta's with this change.
#[must_use]
pub fn meta_document(value: &Value) -> Vec<u8> {
    let entry = json!({"id": "200000000000001", "changes": [{"value": value, "field": "messages"}]});
    json!({"object": "whatsapp_business_account", "entry": [entry]}).to_string().into_bytes()
}

/// Meta posts a body, signed.
pub async fn deliver_meta(helpline: &Helpline, body: Vec<u8>) -> Answer {
    let signature = meta::signature(META_SECRET, &body);
    let headers = [("content-type", "application/json"), ("x-hub-signature-256", signature.as_str())];
    helpline.request("POST", "/webhooks/meta", &headers, body).await
}

/// Twilio posts a message, signed.
pub async fn deliver_twilio(helpline: &Helpline, body: Vec<u8>) -> Answer {
    let url = format!("{}/webhooks/twilio", helpline.url());
    let signature = twilio::signature(TWILIO_TOKEN, &url, &body);
    let form = "application/x-www-form-urlencoded";
    let headers = [("content-type", form), ("x-twilio-signature", signature.as_str())];
    helpline.request("POST", "/webhooks/twilio", &headers, body).await
}
