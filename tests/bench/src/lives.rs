//! A complaint's whole life through the stack: three messages, acknowledged,
//! disposed of, closed by her yes.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::{TryStreamExt as _, stream};
use reqwest::Method;
use serde_json::{Value, json};

use crate::error::{Context, Error, Result};
use crate::event::{Step, meta_body, phone, step_body};
use crate::http::Driver;
use crate::row::Row;
use crate::whole::timed;

/// So many lives.
const WOMEN: usize = 200;
/// So many at once: two for each of two cores.
const AT_ONCE: usize = 4;
/// Every officer's PIN in the sample policy.
const PIN: &str = "2468";

/// Lives per second. Reading `/local` between the stages is not counted.
pub(crate) async fn measure(driver: &Driver) -> Row {
    let what = format!("whole complaints a second through the stack ({WOMEN}, {AT_ONCE} at once)");
    match live(driver).await {
        Ok(time) => Row::new(what, format!("{:.1}", per_second(WOMEN, time)), ""),
        Err(why) => Row::missing(what, why),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred")]
fn per_second(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

async fn live(driver: &Driver) -> Result<Duration> {
    // One life before the clock starts, so that every function is warm.
    let mut time = Duration::ZERO;
    for women in [vec![0], (1..=WOMEN).collect::<Vec<_>>()] {
        time = one_round(driver, women).await?;
    }
    let complaints = driver.local("complaints").await?;
    let complaints = complaints.as_array().context("the complaints")?;
    match complaints.iter().filter(|complaint| complaint["status"] == "closed").count() {
        closed if closed == WOMEN + 1 => Ok(time),
        closed => Err(Error::new("closing the complaints", format!("{closed} of {} are", WOMEN + 1))),
    }
}

async fn one_round(driver: &Driver, women: Vec<usize>) -> Result<Duration> {
    let sent = driver.local("sms").await?.as_array().map_or(0, Vec::len);
    let (done, registering) = timed(each(women.clone(), |woman| register(driver, woman))).await;
    done?;
    let links = links(&driver.local("sms").await?, sent);
    if links.len() != women.len() {
        return Err(Error::new("registering", format!("{} SMS for {} complaints", links.len(), women.len())));
    }
    let (done, acting) = timed(each(links, |token| act(driver, token))).await;
    done?;
    let answers = answers(&driver.local("outbound").await?);
    let (done, closing) = timed(each(women, |woman| close(driver, woman, &answers))).await;
    done?;
    Ok(registering + acting + closing)
}

/// Does something with each, a few at once.
async fn each<T, F: Future<Output = Result<()>>>(all: Vec<T>, work: impl Fn(T) -> F) -> Result<()> {
    stream::iter(all.into_iter().map(|one| Ok(work(one)))).try_buffer_unordered(AT_ONCE).try_collect().await
}

async fn register(driver: &Driver, woman: usize) -> Result<()> {
    for step in Step::ALL {
        driver.webhook(step_body(woman, step)).await?;
    }
    Ok(())
}

/// The tokens of the links in the SMS after the first `sent`.
fn links(sms: &Value, sent: usize) -> Vec<String> {
    let texts = sms.as_array().into_iter().flatten().skip(sent).filter_map(|sms| sms["text"].as_str());
    let words = texts.filter_map(|text| text.split_whitespace().find_map(|word| word.split_once("/c/")));
    words.map(|(_, token)| token.to_owned()).collect()
}

/// The officer opens the link, acknowledges and disposes of the complaint.
async fn act(driver: &Driver, token: String) -> Result<()> {
    let path = |action: &str| format!("/v1/c/{token}/{action}");
    let opened = driver.request(Method::POST, &path("open"), &[], json!({"pin": PIN}).to_string()).await?;
    let bearer = format!("Bearer {}", opened["session"].as_str().context("a session")?);
    let session = [("authorization", bearer.as_str())];
    let case = driver.request(Method::GET, &format!("/v1/c/{token}"), &session, String::new()).await?;
    let acknowledge = json!({"version": case["version"]}).to_string();
    let case = driver.request(Method::POST, &path("acknowledge"), &session, acknowledge).await?;
    let dispose = json!({"version": case["version"], "outcome": "granted", "text": "Arrears paid."});
    driver.request(Method::POST, &path("dispose"), &session, dispose.to_string()).await.map(|_| ())
}

/// The button that says yes, by the phone that it was sent to.
fn answers(outbound: &Value) -> BTreeMap<String, String> {
    let sent = outbound.as_array().into_iter().flatten();
    let yes = sent.filter_map(|message| {
        let options = message["options"].as_array()?;
        let id = options.iter().filter_map(|option| option["id"].as_str());
        let yes = id.into_iter().find(|id| id.starts_with("solved_yes"))?;
        Some((message["to"].as_str()?.trim_start_matches('+').to_owned(), yes.to_owned()))
    });
    yes.collect()
}

async fn close(driver: &Driver, woman: usize, answers: &BTreeMap<String, String>) -> Result<()> {
    let id = answers.get(&phone(woman)).context("the question whether it is solved")?;
    let tapped = json!({"type": "button_reply", "button_reply": {"id": id, "title": "हाँ"}});
    let content = json!({"type": "interactive", "interactive": tapped});
    driver.webhook(meta_body(woman, &format!("{woman:06}Solved"), &content)).await
}
