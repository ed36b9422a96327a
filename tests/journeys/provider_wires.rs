//! How each provider brings a text of hers, in its own shape: what the table of
//! `provider_table` is played on.

use channels::{infobip, meta, twilio};
use journeys::Helpline;
use journeys::stack::Answer;

/// What proves that a request is the provider's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// HMAC-SHA256 over the body.
    Meta,
    /// HMAC-SHA1 over URL and parameters.
    Twilio,
    /// The last segment of the path.
    Path,
    /// Basic authentication.
    Basic,
}

/// How a request is proved.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signed {
    /// With the newer of two secrets.
    New,
    /// With the older, which is still good.
    Old,
    /// With another.
    Wrong,
    /// Not at all.
    Not,
}

/// One shape in which one provider brings messages. In the texts `@ID` stands
/// for an id, `@TEN` for the ten digits of her number, `@WORDS` for her words,
/// `@EXTRA` for a field that nobody knows.
pub(crate) struct Wire {
    pub(crate) name: &'static str,
    /// On the wire, and its setting.
    pub(crate) provider: &'static str,
    pub(crate) setting: &'static str,
    pub(crate) proof: Proof,
    /// A form, not JSON.
    pub(crate) form: bool,
    /// Around a list of messages; empty where a body holds one.
    pub(crate) around: (&'static str, &'static str),
    /// A text of hers.
    pub(crate) text: &'static str,
    /// A message of a kind that nobody knows.
    pub(crate) unknown: &'static str,
    /// News of a message of ours, and its route's end.
    pub(crate) status: (&'static str, &'static str),
}

const META_AROUND: (&str, &str) = (
    r#"{"object":"whatsapp_business_account","entry":[{"id":"2","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"915220000001","phone_number_id":"100000000000001"},"messages":["#,
    "]}}]}]}",
);
const META_TEXT: &str =
    r#"{"from":"91@TEN","id":"@ID","timestamp":"1796100000","type":"text"@EXTRA,"text":{"body":"@WORDS"}}"#;
const META_UNKNOWN: &str =
    r#"{"from":"91@TEN","id":"@ID","timestamp":"1796100000","type":"hologram","hologram":{"x":1}}"#;
const META_STATUS: &str = r#"{"object":"whatsapp_business_account","entry":[{"id":"2","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"915220000001","phone_number_id":"100000000000001"},"statuses":[{"id":"out-@ID","status":"delivered","timestamp":"1796100000","recipient_id":"91@TEN"}]}}]}]}"#;

/// Every shape of every provider but mail.
pub(crate) const WIRES: [Wire; 12] = [
    Wire {
        name: "meta",
        provider: "meta",
        setting: "META_APP_SECRET",
        proof: Proof::Meta,
        form: false,
        around: META_AROUND,
        text: META_TEXT,
        unknown: META_UNKNOWN,
        status: (META_STATUS, ""),
    },
    Wire {
        name: "twilio whatsapp",
        provider: "twilio",
        setting: "TWILIO_AUTH_TOKEN",
        proof: Proof::Twilio,
        form: true,
        around: ("", ""),
        text: "MessageSid=@ID&From=whatsapp%3A%2B91@TEN&To=whatsapp%3A%2B915220000001&SmsStatus=received&NumMedia=0@EXTRA&Body=@WORDS",
        unknown: "MessageSid=@ID&From=whatsapp%3A%2B91@TEN&To=whatsapp%3A%2B915220000001&SmsStatus=received&NumMedia=0&MessageType=hologram",
        status: (
            "MessageSid=out-@ID&MessageStatus=delivered&To=whatsapp%3A%2B91@TEN&From=whatsapp%3A%2B915220000001",
            "/status",
        ),
    },
    Wire {
        name: "twilio sms",
        provider: "twilio",
        setting: "TWILIO_AUTH_TOKEN",
        proof: Proof::Twilio,
        form: true,
        around: ("", ""),
        text: "MessageSid=@ID&SmsSid=@ID&From=%2B91@TEN&To=%2B915220000001&SmsStatus=received&NumMedia=0@EXTRA&Body=@WORDS",
        unknown: "MessageSid=@ID&From=%2B91@TEN&To=%2B915220000001&NumMedia=0&MessageType=hologram",
        status: (
            "MessageSid=out-@ID&SmsStatus=delivered&MessageStatus=delivered&To=%2B91@TEN&From=%2B915220000001",
            "/status",
        ),
    },
    Wire {
        name: "gupshup v2",
        provider: "gupshup",
        setting: "GUPSHUP_PATH_SECRET",
        proof: Proof::Path,
        form: false,
        around: ("", ""),
        text: r#"{"app":"LkoHelpline","timestamp":1796100000000,"version":2,"type":"message"@EXTRA,"payload":{"id":"@ID","source":"91@TEN","type":"text","payload":{"text":"@WORDS"}}}"#,
        unknown: r#"{"app":"LkoHelpline","timestamp":1796100000000,"version":2,"type":"message","payload":{"id":"@ID","source":"91@TEN","type":"hologram","payload":{"x":1}}}"#,
        status: (
            r#"{"app":"LkoHelpline","timestamp":1796100000000,"version":2,"type":"message-event","payload":{"id":"wa-@ID","gsId":"out-@ID","type":"delivered","destination":"91@TEN","payload":{"ts":1796100000}}}"#,
            "",
        ),
    },
    Wire {
        name: "gupshup v3",
        provider: "gupshup",
        setting: "GUPSHUP_PATH_SECRET",
        proof: Proof::Path,
        form: false,
        around: META_AROUND,
        text: META_TEXT,
        unknown: META_UNKNOWN,
        status: (META_STATUS, ""),
    },
    Wire {
        name: "gupshup enterprise",
        provider: "gupshup",
        setting: "GUPSHUP_PATH_SECRET",
        proof: Proof::Path,
        form: true,
        around: ("", ""),
        text: "waNumber=915220000001&mobile=91@TEN&replyId=@ID&messageId=1&timestamp=1796100000000&type=text@EXTRA&text=@WORDS",
        unknown: "waNumber=915220000001&mobile=91@TEN&replyId=@ID&messageId=1&timestamp=1796100000000&type=hologram",
        status: (
            "response=%5B%7B%22externalId%22%3A%22out-@ID%22%2C%22eventType%22%3A%22DELIVERED%22%2C%22destAddr%22%3A%2291@TEN%22%7D%5D",
            "",
        ),
    },
    Wire {
        name: "infobip whatsapp",
        provider: "infobip",
        setting: "INFOBIP_BASIC",
        proof: Proof::Basic,
        form: false,
        around: (r#"{"results":["#, r#"],"messageCount":1,"pendingMessageCount":0}"#),
        text: r#"{"from":"91@TEN","to":"915220000001","integrationType":"WHATSAPP","receivedAt":"2026-12-01T04:30:00Z","messageId":"@ID"@EXTRA,"message":{"type":"TEXT","text":"@WORDS"}}"#,
        unknown: r#"{"from":"91@TEN","to":"915220000001","integrationType":"WHATSAPP","messageId":"@ID","message":{"type":"HOLOGRAM","x":1}}"#,
        status: (INFOBIP_STATUS, ""),
    },
    Wire {
        name: "infobip sms",
        provider: "infobip",
        setting: "INFOBIP_BASIC",
        proof: Proof::Basic,
        form: false,
        around: (r#"{"results":["#, r#"],"messageCount":1,"pendingMessageCount":0}"#),
        text: r#"{"from":"91@TEN","to":"915220000001","receivedAt":"2026-12-01T04:30:00Z","smsCount":1,"messageId":"@ID"@EXTRA,"text":"@WORDS"}"#,
        unknown: r#"{"from":"91@TEN","to":"915220000001","messageId":"@ID","message":7}"#,
        status: (INFOBIP_STATUS, ""),
    },
    Wire {
        name: "msg91 whatsapp",
        provider: "msg91",
        setting: "MSG91_PATH_SECRET",
        proof: Proof::Path,
        form: false,
        around: ("[", "]"),
        text: r#"{"uuid":"@ID","customerNumber":"91@TEN","integratedNumber":"915220000001","direction":"inbound","contentType":"text"@EXTRA,"text":"@WORDS"}"#,
        unknown: r#"{"uuid":"@ID","customerNumber":"91@TEN","integratedNumber":"915220000001","direction":"inbound","contentType":"hologram"}"#,
        status: (
            r#"{"uuid":"out-@ID","customerNumber":"91@TEN","integratedNumber":"915220000001","direction":"outbound","eventName":"delivered","status":"delivered"}"#,
            "",
        ),
    },
    Wire {
        name: "msg91 sms",
        provider: "msg91",
        setting: "MSG91_PATH_SECRET",
        proof: Proof::Path,
        form: true,
        around: ("", ""),
        text: "uuid=@ID&mobile=@TEN&receiver=915220000001@EXTRA&message=@WORDS",
        unknown: "uuid=@ID&mobile=@TEN&receiver=915220000001&contentType=hologram",
        status: (
            "data=%5B%7B%22requestId%22%3A%22out-@ID%22%2C%22report%22%3A%5B%7B%22status%22%3A%221%22%2C%22number%22%3A%2291@TEN%22%7D%5D%7D%5D",
            "",
        ),
    },
    Wire {
        name: "exotel whatsapp",
        provider: "exotel",
        setting: "EXOTEL_PATH_SECRET",
        proof: Proof::Path,
        form: false,
        around: (r#"{"whatsapp":{"messages":["#, "]}}"),
        text: r#"{"callback_type":"incoming_message","sid":"@ID","from":"+91@TEN","to":"+915220000001"@EXTRA,"content":{"type":"text","text":{"body":"@WORDS"}}}"#,
        unknown: r#"{"callback_type":"incoming_message","sid":"@ID","from":"+91@TEN","to":"+915220000001","content":{"type":"hologram"}}"#,
        status: (
            r#"{"whatsapp":{"messages":[{"callback_type":"dlr","sid":"out-@ID","to":"+91@TEN","exo_status_code":30002,"exo_detailed_status":"EX_MESSAGE_DELIVERED"}]}}"#,
            "",
        ),
    },
    Wire {
        name: "exotel sms",
        provider: "exotel",
        setting: "EXOTEL_PATH_SECRET",
        proof: Proof::Path,
        form: true,
        around: ("", ""),
        text: "SmsSid=@ID&From=0@TEN&To=05220000001@EXTRA&Body=@WORDS",
        unknown: "SmsSid=@ID&From=0@TEN&To=05220000001",
        status: ("SmsSid=out-@ID&To=0@TEN&Status=sent&DetailedStatus=DELIVERED_TO_HANDSET", ""),
    },
];

const INFOBIP_STATUS: &str = r#"{"results":[{"messageId":"out-@ID","to":"91@TEN","status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET"},"error":{"groupId":0,"groupName":"OK","id":0,"name":"NO_ERROR"}}]}"#;

impl Wire {
    /// The two secrets of a rotation, the newer first.
    pub(crate) fn secrets(&self) -> [String; 2] {
        let slug = self.provider;
        match self.proof {
            Proof::Basic => [format!("{slug}:table-new-secret"), format!("{slug}:table-old-secret")],
            _ => [format!("{slug}-table-new-secret"), format!("{slug}-table-old-secret")],
        }
    }

    /// The id of the message of this number.
    pub(crate) fn id(&self, n: u64) -> String {
        format!("table-{}-{n:03}", self.name.replace(' ', "-"))
    }

    /// Fills one of the texts.
    pub(crate) fn fill(&self, shape: &str, n: u64, words: &[u8], extra: &[u8]) -> Vec<u8> {
        let id = self.id(n);
        let ten = format!("9{n:09}");
        let mut body = shape.replace("@ID", &id).replace("@TEN", &ten).into_bytes();
        for (mark, value) in [(&b"@EXTRA"[..], extra), (b"@WORDS", words)] {
            if let Some(at) = body.windows(mark.len()).position(|part| part == mark) {
                body.splice(at..at + mark.len(), value.iter().copied());
            }
        }
        body
    }

    /// A body with this text of hers.
    pub(crate) fn text(&self, n: u64, words: &[u8], extra: &[u8]) -> Vec<u8> {
        self.body(&[self.fill(self.text, n, words, extra)])
    }

    /// A body with these messages.
    pub(crate) fn body(&self, messages: &[Vec<u8>]) -> Vec<u8> {
        [self.around.0.as_bytes(), &messages.join(&b","[..]), self.around.1.as_bytes()].concat()
    }

    /// Whether a body may hold several.
    pub(crate) fn is_list(&self) -> bool {
        !self.around.0.is_empty()
    }

    /// The path, with its secret.
    fn path(&self, end: &str, secret: Option<&str>) -> String {
        let base = format!("/webhooks/{}{end}", self.provider);
        match (self.proof, secret) {
            (Proof::Path, Some(secret)) => format!("{base}/{secret}"),
            (Proof::Path, None) => format!("{base}/x"),
            _ => base,
        }
    }

    /// The request with a body, proved so; the proof is its last header.
    pub(crate) fn request(&self, helpline: &Helpline, end: &str, body: Vec<u8>, signed: Signed) -> Request {
        let [new, old] = self.secrets();
        let secret = match signed {
            Signed::New => Some(new),
            Signed::Old => Some(old),
            Signed::Wrong => Some(format!("{new}x")),
            Signed::Not => None,
        };
        let path = self.path(end, secret.as_deref());
        let proof = secret.and_then(|secret| match self.proof {
            Proof::Meta => Some(("x-hub-signature-256", meta::signature(&secret, &body))),
            Proof::Twilio => {
                let url = format!("{}{path}", helpline.url());
                Some(("x-twilio-signature", twilio::signature(&secret, &url, &body)))
            }
            Proof::Basic => Some(("authorization", infobip::credential(&secret))),
            Proof::Path => None,
        });
        let kind = if self.form { "application/x-www-form-urlencoded" } else { "application/json" };
        let headers = [("content-type", kind.to_owned())].into_iter().chain(proof).collect();
        Request { path, headers, body }
    }

    /// Posts a body, proved so.
    pub(crate) async fn post(&self, helpline: &Helpline, end: &str, body: Vec<u8>, signed: Signed) -> Answer {
        let Request { path, headers, body } = self.request(helpline, end, body, signed);
        let headers: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        helpline.request("POST", &path, &headers, body).await
    }
}

/// A request as it is posted.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}
