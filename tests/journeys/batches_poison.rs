//! Batches of every size with a bad one in every place, in every shape that
//! holds several: every good one is stored once, every bad one is kept, the
//! answer is 2xx. And the same messages grouped, ordered and sent again at will
//! are the same messages.

use std::collections::BTreeSet;

use journeys::Helpline;
use journeys::stack::text;
use journeys::woman::deliver_meta;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::provider_wires::{Signed, WIRES, Wire};

/// Ways to be bad, each its own by `@N`; none that a JSON library would refuse
/// to cut, since then there is no batch.
const POISON: [&str; 6] = [
    r#"{"odd":"@N"}"#,
    r#""@N""#,
    "[@N]",
    "-@N.5e400",
    r#"{"id":{"n":@N},"from":[1],"type":7}"#,
    r#"{"from":"nobody","to":"915220000001","messageId":"","text":"\ud800 @N"}"#,
];

/// What was sent in one run, and what must be there afterwards.
struct Run<'a> {
    helpline: &'a Helpline,
    wire: &'a Wire,
    next: u64,
    good: BTreeSet<String>,
    bad: usize,
}

impl Run<'_> {
    /// A batch of this size with bad ones in these places.
    async fn post(&mut self, size: usize, places: &[usize]) {
        let mut messages = Vec::new();
        // One sender a body: the size counts here, not the crowd.
        let sender = format!("9{:09}", 500_000 + self.next);
        for place in 0..size {
            self.next += 1;
            if places.contains(&place) {
                let n = usize::try_from(self.next).unwrap();
                messages.push(POISON[n % POISON.len()].replace("@N", &self.next.to_string()).into_bytes());
                self.bad += 1;
                continue;
            }
            let own = self.wire.text.replace("@TEN", &sender);
            messages.push(self.wire.fill(&own, self.next, "मदद".as_bytes(), b""));
            self.good.insert(self.wire.id(self.next));
        }
        let answer = self.wire.post(self.helpline, "", self.wire.body(&messages), Signed::New).await;
        assert_eq!(answer.status, 200, "{} of {size} with {places:?}: {}", self.wire.name, answer.body);
    }

    /// All good ones are stored, all bad ones kept, and nothing else.
    async fn holds(self) {
        assert_eq!(ids(self.helpline).await, self.good, "{}", self.wire.name);
        let kept = self.helpline.local("quarantine").await;
        assert_eq!(kept.as_array().unwrap().len(), self.bad, "{}", self.wire.name);
    }
}

/// The ids of what is stored, each once.
async fn ids(helpline: &Helpline) -> BTreeSet<String> {
    let all = helpline.local("messages").await;
    let all = all.as_array().unwrap();
    let ids: BTreeSet<String> = all.iter().map(|it| text(&it["provider_message_id"])).collect();
    assert_eq!(ids.len(), all.len(), "one was stored twice");
    ids
}

async fn helpline(wire: &Wire) -> Helpline {
    let secrets = [(wire.setting.to_owned(), wire.secrets().join(","))];
    Helpline::start_with("2026-12-01 10:00", secrets.into()).await
}

/// Each size up to `whole` with a bad one in each place; then larger ones.
async fn check(wire: &Wire, whole: usize, larger: &[(usize, &[usize])]) {
    let helpline = helpline(wire).await;
    let mut run = Run { helpline: &helpline, wire, next: 0, good: BTreeSet::new(), bad: 0 };
    for size in 1..=whole {
        for place in 0..size {
            run.post(size, &[place]).await;
        }
    }
    for (size, places) in larger {
        run.post(*size, places).await;
    }
    run.holds().await;
    helpline.end(&["मदद", "9000500"]).await;
}

#[tokio::test]
async fn in_every_place_of_every_size_through_meta() {
    check(&WIRES[0], 12, &[]).await;
}

#[tokio::test]
async fn in_a_few_places_of_large_ones_through_meta() {
    let most: Vec<usize> = (0..300).filter(|place| place % 3 != 1).collect();
    let larger: [(usize, &[usize]); 4] =
        [(50, &[0, 25, 49]), (300, &most), (1_000, &[0, 1, 499, 998, 999]), (999, &[])];
    check(&WIRES[0], 0, &larger).await;
}

#[tokio::test]
async fn in_every_place_through_each_provider_whose_bodies_hold_several() {
    for wire in WIRES.iter().skip(1).filter(|wire| wire.is_list()) {
        check(wire, 4, &[(40, &[0, 20, 39])]).await;
    }
}

/// How messages are put into bodies: for each body its entries, for each entry
/// its changes, for each change the messages' places.
type Grouping = Vec<Vec<Vec<Vec<usize>>>>;

/// Every message at least once, in any order, some of them again, cut anywhere.
fn grouping(count: usize) -> impl Strategy<Value = Grouping> {
    let all: Vec<usize> = (0..count).collect();
    let again = prop::collection::vec(0..count, 0..count);
    let order = again.prop_flat_map(move |again| Just([all.clone(), again].concat()).prop_shuffle());
    (order, prop::collection::vec((1_usize..6, 0_u8..3), 2 * count)).prop_map(|(order, cuts)| {
        let mut bodies: Grouping = vec![vec![vec![]]];
        let mut rest = order.as_slice();
        for (size, level) in cuts {
            let (change, left) = rest.split_at(size.min(rest.len()));
            rest = left;
            match (level, bodies.last_mut()) {
                (0, _) | (_, None) => bodies.push(vec![vec![change.to_vec()]]),
                (1, Some(body)) => body.push(vec![change.to_vec()]),
                (_, Some(body)) => body.last_mut().unwrap().push(change.to_vec()),
            }
        }
        bodies.last_mut().unwrap().push(vec![rest.to_vec()]);
        bodies
    })
}

fn document(messages: &[Value], body: &[Vec<Vec<usize>>]) -> Vec<u8> {
    let metadata = json!({"display_phone_number": "915220000001", "phone_number_id": "100000000000001"});
    let change = |places: &Vec<usize>| {
        let list: Vec<&Value> = places.iter().map(|place| &messages[*place]).collect();
        json!({"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": metadata, "messages": list}})
    };
    let entry = |changes: &Vec<Vec<usize>>| json!({"id": "2", "changes": changes.iter().map(change).collect::<Vec<_>>()});
    let entries: Vec<Value> = body.iter().map(entry).collect();
    json!({"object": "whatsapp_business_account", "entry": entries}).to_string().into_bytes()
}

#[tokio::test]
async fn the_same_messages_in_any_grouping_order_and_number_are_the_same() {
    const WOMEN: usize = 4;
    const EACH: usize = 6;
    let mut runner = TestRunner::deterministic();
    let strategy = grouping(WOMEN * EACH);
    for _ in 0..6 {
        let plan = strategy.new_tree(&mut runner).unwrap().current();
        let helpline = Helpline::start().await;
        let women: Vec<_> = (0..WOMEN).map(|n| helpline.woman(&format!("+91900000070{n}"))).collect();
        let words =
            |n: usize| json!({"type": "text", "text": {"body": format!("मलिहाबाद में पेंशन नहीं आई {n}")}});
        let messages: Vec<Value> =
            (0..WOMEN * EACH).map(|n| women[n % WOMEN].meta_message(&words(n))).collect();
        for body in &plan {
            assert_eq!(deliver_meta(&helpline, document(&messages, body)).await.status, 200, "{plan:?}");
        }
        let sent: BTreeSet<String> = messages.iter().map(|it| text(&it["id"])).collect();
        assert_eq!(ids(&helpline).await, sent, "{plan:?}");
        helpline.sweep_at("2026-12-01 10:45").await;
        let complaints = helpline.complaints().await;
        let mut of: Vec<BTreeSet<String>> = complaints
            .iter()
            .map(|it| it["messages"].as_array().unwrap().iter().map(text).collect())
            .collect();
        of.sort();
        let mut expected: Vec<BTreeSet<String>> = (0..WOMEN)
            .map(|she| messages.iter().skip(she).step_by(WOMEN).map(|it| text(&it["id"])).collect())
            .collect();
        expected.sort();
        assert_eq!(of, expected, "each woman's messages are in her one complaint: {plan:?}");
        helpline.end(&["90000007", "पेंशन"]).await;
    }
}
