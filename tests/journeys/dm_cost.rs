//! What the District Magistrate's page costs. With 100,000 complaints behind it:
//! `tests/screen`.

use journeys::Helpline;
use serde_json::json;

use crate::dm::{DM, get, log_in};

#[tokio::test]
async fn the_page_is_two_queries() {
    let helpline = Helpline::start_at("2026-11-23 10:00").await;
    let story = "मलिहाबाद में मेरा आय प्रमाण पत्र दो महीने से नहीं बन रहा";
    for n in 1..=5 {
        helpline.woman(&format!("+91900000000{n}")).registers("certificate", story).await;
    }
    helpline.clock("2026-11-25 10:00").await;
    let cookie = log_in(&helpline, DM, "/dm").await;
    helpline.tell("DELETE", "usage", &json!({})).await;
    get(&helpline, "/dm", &cookie).await;
    let used = helpline.local("usage").await["dynamodb"]["operations"].clone();
    assert_eq!(used["Query"]["requests"], 2, "{used}");
    assert_eq!(used.as_object().unwrap().len(), 1, "{used}");
    helpline.end(&["900000000", "प्रमाण"]).await;
}
