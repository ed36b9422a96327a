//! What the District Magistrate's page costs, with little behind it and with
//! 100,000 complaints (called from `figures`, which has them).

use std::time::{Duration, Instant};

use journeys::Helpline;
use serde_json::json;

use crate::dm::{DM, get, log_in};

/// So often each is loaded.
const TIMES: u64 = 5;
/// So often at most the page is loaded again for the fastest: others may hold the machine.
const MOST_TIMES: u64 = 200;
/// It is built within so long, with the way through the stack.
pub(crate) const BUILT_IN: Duration = Duration::from_millis(150);

/// Loads the page and its parts; returns the fastest of the page. Each is at
/// most six requests and 60 KB.
#[expect(clippy::disallowed_methods, reason = "how long a page takes is what is measured")]
pub(crate) async fn page(helpline: &Helpline) -> Duration {
    let cookie = log_in(helpline, DM, "/dm").await;
    for path in ["/dm", "/dm/review?lang=en", "/dm/cases?figure=open", "/dm/export.csv", "/dm/export.xlsx"] {
        get(helpline, path, &cookie).await;
        helpline.tell("DELETE", "usage", &json!({})).await;
        for _ in 0..TIMES {
            let answer = get(helpline, path, &cookie).await;
            assert_eq!(answer.status, 200, "{path}");
            assert!(answer.body.len() < 60_000, "{path}: {} bytes", answer.body.len());
        }
        let used = helpline.local("usage").await["dynamodb"]["requests"].as_u64().unwrap();
        assert!(used <= 6 * TIMES, "{path}: {used} requests for {TIMES}");
    }
    let mut fastest = Duration::MAX;
    for _ in 0..MOST_TIMES {
        let begun = Instant::now();
        get(helpline, "/dm", &cookie).await;
        fastest = fastest.min(begun.elapsed());
        if fastest < BUILT_IN {
            break;
        }
    }
    fastest
}

#[tokio::test]
async fn the_page_is_two_queries_and_built_at_once() {
    let helpline = Helpline::start_at("2026-11-23 10:00").await;
    let story = "मलिहाबाद में मेरा आय प्रमाण पत्र दो महीने से नहीं बन रहा";
    for n in 1..=5 {
        helpline.woman(&format!("+91900000000{n}")).registers("certificate", story).await;
    }
    helpline.clock("2026-11-25 10:00").await;
    let fastest = page(&helpline).await;
    assert!(fastest < BUILT_IN, "{fastest:?}");
    let cookie = log_in(&helpline, DM, "/dm").await;
    helpline.tell("DELETE", "usage", &json!({})).await;
    get(&helpline, "/dm", &cookie).await;
    let used = helpline.local("usage").await["dynamodb"]["operations"].clone();
    assert_eq!(used["Query"]["requests"], 2, "{used}");
    assert_eq!(used.as_object().unwrap().len(), 1, "{used}");
    helpline.end(&["900000000", "प्रमाण"]).await;
}
