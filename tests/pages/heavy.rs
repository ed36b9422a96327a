//! The pages with much in them stay light.

use journeys::Helpline;
use pages::{Browser, PHONE};

use crate::desk::{IN_CHARGE, log_in};
use crate::walk::look;

const STORY: &str = "मलिहाबाद में मेरा आय प्रमाण पत्र दो महीने से नहीं बन रहा";

/// 200 long messages: each page is light, and every one is reached by going back.
#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_long_messages_are_read_part_by_part() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000999");
    she.registers("certificate", STORY).await;
    let path = helpline.link_of("tehsildar-malihabad").await.path;
    for n in 0..200 {
        // Apart, so that they are no flood.
        helpline.pass(chrono::TimeDelta::minutes(3)).await;
        she.tries_to_write(&format!("क{n}ख {}", STORY.repeat(20))).await;
    }
    let browser = Browser::open(PHONE).await;
    browser.goes(&format!("{}{path}?lang=en", helpline.url())).await;
    browser.types("2468").await;
    browser.enters().await;
    look(&browser, "heavy-words").await;
    let weight = "return performance.getEntriesByType('navigation')[0].decodedBodySize";
    let mut read = String::new();
    for _ in 0..200 {
        read.push_str(&browser.reads().await);
        let bytes = browser.asks(weight).await.as_u64().unwrap();
        assert!(bytes < 60_000, "a part weighs {bytes} bytes");
        if browser.count("#said + p a").await == 0 {
            break;
        }
        browser.sends("#said + p a").await;
    }
    look(&browser, "heavy-words-first").await;
    let missing: Vec<_> = (0..200).filter(|n| !read.contains(&format!("क{n}ख"))).collect();
    assert!(missing.is_empty(), "not reached: {missing:?}");
    browser.close().await;
    helpline.end(&[STORY]).await;
}

/// The desk with as many open complaints as a bad month leaves, and the page of
/// a case of which much is told.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_queue_and_a_long_story_stay_light() {
    let helpline = Helpline::start().await;
    for n in 0..150 {
        helpline.woman(&format!("+9190000001{n:03}")).registers("certificate", STORY).await;
    }
    let she = helpline.woman("+919000000999");
    she.registers("certificate", STORY).await;
    let path = helpline.link_of("tehsildar-malihabad").await.path;
    for n in 0..20 {
        she.writes(&format!("{n}. {}", STORY.repeat(8))).await;
    }
    let browser = Browser::open(PHONE).await;
    browser.goes(&format!("{}{path}", helpline.url())).await;
    browser.types("2468").await;
    browser.enters().await;
    look(&browser, "heavy-case").await;
    log_in(&helpline, &browser, IN_CHARGE, "lang=hi", "heavy").await;
    look(&browser, "heavy-queue").await;
    // The whole list goes on, part by part, until nothing is left out.
    browser.presses("main > details > summary").await;
    for _ in 0..3 {
        browser.sends("main > details p a:last-child").await;
    }
    look(&browser, "heavy-queue-last").await;
    assert_eq!(browser.count("main > details tbody tr").await, 151 - 3 * 40);
    browser.close().await;
    helpline.end(&[STORY]).await;
}
