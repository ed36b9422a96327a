//! GET and HEAD change nothing: random walks over all routes and what is none,
//! with good, foreign and forged tokens and sessions, and the table before and
//! after.

use std::collections::BTreeMap;

use officer_updates::routes::ROUTES;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};

use crate::cast::{Cast, path};

/// So many walks of so many steps.
const WALKS: usize = 12;
const STEPS: usize = 25;

/// Everything in the table, whatever it is.
async fn everything(cast: &Cast) -> Vec<String> {
    let table = cast.helpline.table();
    let mut pages = table.client().scan().table_name(table.name()).into_paginator().items().send();
    let mut items = Vec::new();
    while let Some(item) = pages.next().await {
        let item: BTreeMap<_, _> = item.expect("an item").into_iter().collect();
        items.push(format!("{item:?}"));
    }
    items.sort();
    items
}

/// One step: a method, a route or none, which token, which session, how it is
/// carried, a query.
type Step = (bool, usize, usize, usize, usize, String);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let query = prop_oneof![
        Just(String::new()),
        Just("?lang=en".to_owned()),
        Just("?done=acknowledge&pin=2468&action=open".to_owned()),
        "\\?[a-z]{1,8}=[ -~]{0,12}".prop_map(|query| query.replace(['#', ' '], "_")),
    ];
    let step = (any::<bool>(), 0..ROUTES.len(), any::<usize>(), any::<usize>(), 0..4_usize, query);
    proptest::collection::vec(step, STEPS)
}

async fn tokens_and_sessions(cast: &Cast) -> (Vec<String>, Vec<String>) {
    let (mut tokens, mut sessions) = (vec!["x".to_owned(), "A".repeat(48)], vec!["1.x".to_owned()]);
    for person in &cast.people {
        sessions.push(person.session.clone());
        sessions.push(format!("{}x", person.session));
        for complaint in &cast.complaints {
            let token = cast.link(person, complaint);
            sessions.push(cast.open(&format!("/v1/c/{token}")).await);
            tokens.push(token);
        }
        let list = cast.list(person);
        sessions.push(cast.open(&format!("/v1/list/{list}")).await);
        tokens.push(list);
    }
    (tokens, sessions)
}

#[tokio::test]
async fn looking_changes_nothing_wherever_one_looks() {
    let cast = Cast::enter("में मेरा आय प्रमाण पत्र महीनों से नहीं बना").await;
    let (tokens, sessions) = tokens_and_sessions(&cast).await;
    let (before, told) = (everything(&cast).await, cast.helpline.told().await.len());
    assert!(before.len() > 20, "{} items", before.len());
    let mut runner = TestRunner::new(Config::default());
    let mut seen = BTreeMap::new();
    for _ in 0..WALKS {
        let walk = steps().new_tree(&mut runner).expect("a walk").current();
        let mut trodden = Vec::new();
        for (head, route, token, session, carried, query) in walk {
            let token = tokens[token % tokens.len()].clone();
            let values = BTreeMap::from([("token", token), ("edit", "leave".to_owned())]);
            let address = format!("{}{query}", path(&ROUTES[route], &values));
            let session = &sessions[session % sessions.len()];
            let header = match carried {
                0 => ("cookie", format!("s={session}")),
                1 => ("cookie", format!("staff={session}")),
                2 => ("authorization", format!("Bearer {session}")),
                _ => ("accept", "*/*".to_owned()),
            };
            let method = if head { "HEAD" } else { "GET" };
            let headers = [(header.0, header.1.as_str())];
            let answer = cast.helpline.request(method, &address, &headers, Vec::new()).await;
            assert!(answer.status < 500, "{method} {address}: {}", answer.body);
            *seen.entry(answer.status).or_insert(0_usize) += 1;
            trodden.push(format!("{method} {address} {} -> {}", header.0, answer.status));
        }
        assert_eq!(everything(&cast).await, before, "{trodden:#?}");
    }
    assert_eq!(cast.helpline.told().await.len(), told, "nobody was told");
    assert!([200, 401, 404].iter().all(|status| seen.contains_key(status)), "{seen:?}");
    cast.helpline.end(&[]).await;
}
