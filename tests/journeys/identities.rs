//! One woman with two names: her number, and the user id (BSUID) by which
//! WhatsApp may name her alone. Whatever comes in whatever order, nothing of
//! hers is lost or doubled, and once a message has said both she is one.

use std::collections::BTreeSet;

use journeys::Helpline;
use journeys::officer::Link;
use journeys::stack::text;
use journeys::woman::{deliver_meta, meta_body};
use serde_json::{Value, json};

const PHONE: &str = "919000000001";
const ID: &str = "IN.1349135000000001";
const PLANTED: [&str; 3] = ["9000000001", "1349135000000001", "पेंशन"];

/// How a message names her.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    Phone,
    Id,
    Both,
}

use Names::{Both, Id, Phone};

/// Her, and the bodies that were delivered.
struct She<'a> {
    helpline: &'a Helpline,
    bodies: Vec<Vec<u8>>,
}

impl<'a> She<'a> {
    fn new(helpline: &'a Helpline) -> Self {
        Self { helpline, bodies: Vec::new() }
    }

    async fn sends(&mut self, names: Names, mut message: Value) {
        message["id"] = json!(format!("wamid.ID{:04}", self.helpline.next_id()));
        message["timestamp"] = json!("1796100000");
        if names != Id {
            message["from"] = json!(PHONE);
        }
        if names != Phone {
            message["from_user_id"] = json!(ID);
        }
        self.bodies.push(meta_body(&[message]));
        self.again(self.bodies.len() - 1).await;
    }

    async fn writes(&mut self, names: Names, words: &str) {
        self.sends(names, json!({"type": "text", "text": {"body": words}})).await;
    }

    async fn taps(&mut self, names: Names, id: &str) {
        let tap = json!({"type": "button_reply", "button_reply": {"id": id, "title": "x"}});
        self.sends(names, json!({"type": "interactive", "interactive": tap})).await;
    }

    /// Registers a complaint about a pension; its number.
    async fn registers(&mut self, names: Names) -> String {
        let before = self.references().await;
        self.taps(names, "category:pension").await;
        self.writes(names, "मलिहाबाद में पेंशन छह महीने से नहीं आई").await;
        self.taps(names, "register:yes").await;
        let after = self.references().await;
        let mut fresh = after.difference(&before);
        fresh.next().expect("a new complaint").clone()
    }

    async fn references(&self) -> BTreeSet<String> {
        self.helpline.complaints().await.iter().map(|it| text(&it["reference"])).collect()
    }

    /// The provider delivers a body of hers again.
    async fn again(&self, place: usize) {
        let answer = deliver_meta(self.helpline, self.bodies[place].clone()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }

    /// The last message to her, with where it went.
    async fn told(&self) -> (String, String) {
        let sent = self.helpline.outbound().await.pop().expect("an answer");
        (text(&sent["to"]), text(&sent["text"]))
    }

    /// Asked how things stand, under this name, she reads of all of these.
    async fn is_told_of(&mut self, names: Names, references: &[&String]) {
        self.writes(names, "status").await;
        let (_, told) = self.told().await;
        for reference in references {
            assert!(told.contains(reference.as_str()), "{names:?}: {reference} is not in: {told}");
        }
    }
}

async fn messages(helpline: &Helpline) -> Vec<Value> {
    helpline.local("messages").await.as_array().unwrap().clone()
}

/// Everything that came is stored, once.
async fn nothing_is_doubled(she: &She<'_>) {
    let stored = messages(she.helpline).await;
    let ids: BTreeSet<String> = stored.iter().map(|it| text(&it["provider_message_id"])).collect();
    assert_eq!((stored.len(), ids.len()), (she.bodies.len(), she.bodies.len()));
}

#[tokio::test]
async fn known_by_her_user_id_and_then_by_both_she_is_one() {
    let helpline = Helpline::start().await;
    let mut she = She::new(&helpline);
    let reference = she.registers(Id).await;
    assert_eq!(she.told().await.0, ID);
    she.writes(Both, "status").await;
    let (to, told) = she.told().await;
    assert_eq!(to, format!("+{PHONE}"));
    assert!(told.contains(&reference), "{told}");
    for names in [Phone, Id, Both] {
        she.is_told_of(names, &[&reference]).await;
        assert_eq!(she.told().await.0, format!("+{PHONE}"), "{names:?}");
    }
    nothing_is_doubled(&she).await;
    let by_sms = helpline.woman_by_sms(&format!("+{PHONE}"));
    assert!(by_sms.writes("status").await.text.contains(&reference));
    helpline.end(&PLANTED).await;
}

#[tokio::test]
async fn a_first_message_with_both_names_makes_each_lead_to_her() {
    let helpline = Helpline::start().await;
    let mut she = She::new(&helpline);
    she.taps(Both, "category:pension").await;
    she.writes(Id, "मलिहाबाद में पेंशन छह महीने से नहीं आई").await;
    she.taps(Phone, "register:yes").await;
    let reference = text(&helpline.complaint().await["reference"]);
    assert_eq!(helpline.complaint().await["messages"].as_array().unwrap().len(), 3);
    she.is_told_of(Id, &[&reference]).await;
    for place in 0..she.bodies.len() {
        she.again(place).await;
    }
    nothing_is_doubled(&she).await;
    helpline.end(&PLANTED).await;
}

/// Two women who turn out to be one: one complaint under each name.
async fn two_in_one(helpline: &Helpline) -> (She<'_>, String, String, Vec<String>) {
    let mut she = She::new(helpline);
    let by_phone = she.registers(Phone).await;
    let by_id = she.registers(Id).await;
    let links = helpline.sms().await.iter().map(|sms| sms.text.clone()).collect();
    she.is_told_of(Both, &[&by_phone, &by_id]).await;
    (she, by_phone, by_id, links)
}

#[tokio::test]
async fn complaints_under_both_names_are_hers_whichever_she_writes_by() {
    let helpline = Helpline::start().await;
    let (mut she, by_phone, by_id, links) = two_in_one(&helpline).await;
    for names in [Phone, Id, Both] {
        she.is_told_of(names, &[&by_phone, &by_id]).await;
    }
    for place in 0..she.bodies.len() {
        she.again(place).await;
    }
    nothing_is_doubled(&she).await;
    assert_eq!(helpline.complaints().await.len(), 2);
    // Links from before the two were one open as before.
    for (link, reference) in links.iter().zip([&by_phone, &by_id]) {
        let link = Link::in_text(&helpline, link);
        assert_eq!(text(&link.does("acknowledge", &json!({})).await["reference"]), *reference);
    }
    helpline.end(&PLANTED).await;
}

#[tokio::test]
async fn an_officer_reaches_her_where_she_wrote_last_whatever_the_complaint_was_under() {
    let helpline = Helpline::start().await;
    let (mut she, _, by_id, links) = two_in_one(&helpline).await;
    let link = Link::in_text(&helpline, &links[1]);
    link.does("acknowledge", &json!({})).await;
    link.does("ask", &json!({"text": "कौन सा बैंक?"})).await;
    let (to, told) = she.told().await;
    assert_eq!(to, format!("+{PHONE}"));
    assert!(told.contains("कौन सा बैंक?") && told.contains(&by_id), "{told}");
    she.writes(Phone, &format!("{by_id} ग्रामीण बैंक, मलिहाबाद शाखा")).await;
    // The officer reads the answer, through the old link and through the new.
    let fresh = Link::in_text(&helpline, &helpline.last_sms().await.text);
    for link in [link, fresh] {
        let case = link.reads().await;
        assert_eq!(text(&case["reference"]), by_id);
        assert!(case.to_string().contains("ग्रामीण बैंक"), "{case}");
        assert!(case.to_string().contains("छह महीने"), "{case}");
    }
    helpline.end(&PLANTED).await;
}

#[tokio::test]
async fn her_word_closes_a_complaint_under_the_other_name() {
    let helpline = Helpline::start().await;
    let (mut she, by_phone, by_id, links) = two_in_one(&helpline).await;
    let link = Link::in_text(&helpline, &links[1]);
    link.does("acknowledge", &json!({})).await;
    let disposed = json!({"outcome": "granted", "text": "पेंशन जारी हुई"});
    link.does("dispose", &disposed).await;
    she.taps(Phone, &format!("solved_no:{by_id}")).await;
    let status = |reference: String| {
        let helpline = &helpline;
        async move {
            let all = helpline.complaints().await;
            text(&all.iter().find(|it| it["reference"] == reference).unwrap()["status"])
        }
    };
    assert_eq!(status(by_id.clone()).await, "in_progress");
    // The senior's link, minted under her home, opens the complaint where it lies.
    let senior = Link::in_text(&helpline, &helpline.last_sms().await.text);
    senior.does("dispose", &disposed).await;
    she.taps(Id, &format!("solved_yes:{by_id}")).await;
    assert_eq!(status(by_id).await, "closed");
    assert_eq!(status(by_phone).await, "registered");
    helpline.end(&PLANTED).await;
}

#[tokio::test]
async fn of_two_drafts_none_is_lost() {
    let helpline = Helpline::start().await;
    let mut she = She::new(&helpline);
    she.writes(Id, "मलिहाबाद में पेंशन छह महीने से नहीं आई").await;
    helpline.pass(chrono::TimeDelta::minutes(1)).await;
    she.writes(Phone, "राशन कार्ड नहीं बन रहा, तीन बार दफ़्तर गई").await;
    she.writes(Both, "सुनिए, दोनों बातें मेरी हैं").await;
    assert_eq!(helpline.complaints().await.len(), 1);
    helpline.sweep_at("2026-12-01 10:20").await;
    assert_eq!(helpline.complaints().await.len(), 1);
    helpline.sweep_at("2026-12-01 10:32").await;
    let complaints = helpline.complaints().await;
    assert_eq!(complaints.len(), 2);
    let kept: usize = complaints.iter().map(|it| it["messages"].as_array().unwrap().len()).sum();
    assert_eq!(kept, 3);
    assert_eq!(helpline.sweep().await["due"], 0);
    for place in 0..she.bodies.len() {
        she.again(place).await;
    }
    nothing_is_doubled(&she).await;
    helpline.end(&PLANTED).await;
}

#[tokio::test]
async fn a_draft_under_the_user_id_is_registered_once_after_the_join() {
    let helpline = Helpline::start().await;
    let mut she = She::new(&helpline);
    let first = she.registers(Phone).await;
    she.writes(Id, "मलिहाबाद में पेंशन छह महीने से नहीं आई").await;
    she.taps(Both, "category:pension").await;
    assert_eq!(she.references().await, BTreeSet::from([first]));
    helpline.sweep_at("2026-12-01 10:31").await;
    helpline.sweep_at("2026-12-01 10:32").await;
    let complaints = helpline.complaints().await;
    assert_eq!(complaints.len(), 2);
    let told = Link::in_text(&helpline, &helpline.last_sms().await.text);
    assert!(told.reads().await.to_string().contains("छह महीने"), "words stored before the join");
    assert_eq!(helpline.sms().await.len(), 2);
    helpline.end(&PLANTED).await;
}

/// A body with messages of all three kinds is one thread.
#[tokio::test]
async fn one_body_may_name_her_in_every_way() {
    let helpline = Helpline::start().await;
    let says = |names: Value, n: usize| {
        let mut message = json!({"id": format!("wamid.MIX{n}"), "timestamp": "1796100000", "type": "text",
            "text": {"body": format!("मलिहाबाद में पेंशन नहीं आई, बात {n}")}});
        message.as_object_mut().unwrap().extend(names.as_object().unwrap().clone());
        message
    };
    let body = meta_body(&[
        says(json!({"from_user_id": ID}), 0),
        says(json!({"from": PHONE}), 1),
        says(json!({"from": PHONE, "from_user_id": ID}), 2),
        says(json!({"from_user_id": ID}), 3),
    ]);
    for _ in 0..2 {
        assert_eq!(deliver_meta(&helpline, body.clone()).await.status, 200);
        assert_eq!(messages(&helpline).await.len(), 4);
    }
    helpline.sweep_at("2026-12-01 10:31").await;
    assert_eq!(helpline.complaint().await["messages"].as_array().unwrap().len(), 4);
    helpline.end(&PLANTED).await;
}

/// Numbers that look random and are the same at each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// Any order and mix of names with redeliveries.
async fn play(seed: u64) {
    let helpline = Helpline::start().await;
    let mut she = She::new(&helpline);
    let mut chance = Chance(seed);
    let mut told_her_case = 0;
    for n in 0..12 {
        let names = [Phone, Id, Both][chance.below(if n < 6 { 2 } else { 3 })];
        match chance.below(4) {
            0 => she.taps(names, "register:yes").await,
            1 => she.taps(names, "category:pension").await,
            _ => {
                she.writes(names, &format!("मलिहाबाद में पेंशन नहीं आई, बात {n}")).await;
                told_her_case += 1;
            }
        }
        if chance.below(2) == 0 {
            she.again(chance.below(she.bodies.len())).await;
        }
    }
    she.writes(Both, "status").await;
    helpline.sweep_at("2026-12-01 10:31").await;
    helpline.sweep_at("2026-12-01 11:02").await;
    nothing_is_doubled(&she).await;
    let complaints = helpline.complaints().await;
    let kept = |it: &Value| it["messages"].as_array().unwrap().len();
    let kept: usize = complaints.iter().map(kept).sum();
    assert!(kept >= told_her_case, "seed {seed}: {kept} of {told_her_case} words are with a case");
    let mut references: Vec<String> = complaints.iter().map(|it| text(&it["reference"])).collect();
    references.truncate(if complaints.len() > 5 { 0 } else { 5 });
    let references: Vec<&String> = references.iter().collect();
    she.is_told_of(Phone, &references).await;
    she.is_told_of(Id, &references).await;
    for place in 0..she.bodies.len() {
        she.again(place).await;
    }
    nothing_is_doubled(&she).await;
    assert_eq!(helpline.complaints().await.len(), complaints.len(), "seed {seed}");
    helpline.end(&PLANTED).await;
}

#[tokio::test]
async fn in_any_order_nothing_is_lost_and_nothing_doubled() {
    for seed in 1..=8 {
        play(seed).await;
    }
}
