//! The women of the demo: true webhooks of Meta's, signed.

use channels::meta;
use reqwest::Method;
use serde_json::{Value, json};

use crate::demo_stage::{Failed, Sent, Stage, Step};

/// What the demo's Meta signs with.
pub(crate) const SECRET: &str = "demo-meta-secret";
/// Lucknow's receiving number at Meta, in the sample policy.
const NUMBER_ID: &str = "100000000000001";

/// A woman on WhatsApp.
pub(crate) struct Woman {
    phone: &'static str,
    messages: u32,
}

impl Woman {
    /// Who writes from this number (E.164).
    pub(crate) fn new(phone: &'static str) -> Self {
        Self { phone, messages: 0 }
    }

    /// She writes, and is answered.
    pub(crate) async fn writes(&mut self, stage: &mut Stage, words: &str) -> Step<Sent> {
        stage.says(&format!("She writes: {words}"));
        self.sends(stage, json!({"type": "text", "text": {"body": words}})).await
    }

    /// She taps what she was last offered.
    pub(crate) async fn taps(&mut self, stage: &mut Stage, id: &str) -> Step<Sent> {
        let offered = stage.message_to(self.phone)?;
        let title = offered.options.iter().find(|(known, _)| known == id).map(|(_, title)| title);
        let title = title.ok_or_else(|| Failed(format!("{id} was not offered to her")))?;
        stage.says(&format!("She taps [{title}]"));
        let tapped = match offered.kind.as_str() {
            "template" => json!({"type": "button", "button": {"payload": id, "text": title}}),
            "list" => reply("list_reply", id, title),
            _ => reply("button_reply", id, title),
        };
        self.sends(stage, tapped).await
    }

    /// What she was told last.
    pub(crate) async fn hears(&self, stage: &mut Stage) -> Step<Sent> {
        stage.message_to(self.phone)
    }

    async fn sends(&mut self, stage: &mut Stage, mut message: Value) -> Step<Sent> {
        self.messages += 1;
        let digits = self.phone.trim_start_matches('+');
        message["from"] = json!(digits);
        message["id"] = json!(format!("wamid.DEMO{digits}{:03}", self.messages));
        message["timestamp"] = json!(stage.now().timestamp().to_string());
        let body = body(digits, &message);
        let signature = meta::signature(SECRET, &body);
        let headers = [("content-type", "application/json"), ("x-hub-signature-256", signature.as_str())];
        let answer = stage.request(Method::POST, "/webhooks/meta", &headers, body).await?;
        if answer.status != 200 {
            return Err(Failed(format!("the webhook answered {}", answer.status)));
        }
        stage.news().await?;
        stage.message_to(self.phone)
    }
}

fn reply(kind: &str, id: &str, title: &str) -> Value {
    json!({"type": "interactive", "interactive": {"type": kind, kind: {"id": id, "title": title}}})
}

fn body(digits: &str, message: &Value) -> Vec<u8> {
    let value = json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "915220000001", "phone_number_id": NUMBER_ID},
        "contacts": [{"profile": {"name": "Demo"}, "wa_id": digits}],
        "messages": [message],
    });
    let entry = json!({"id": "200000000000001", "changes": [{"field": "messages", "value": value}]});
    json!({"object": "whatsapp_business_account", "entry": [entry]}).to_string().into_bytes()
}
