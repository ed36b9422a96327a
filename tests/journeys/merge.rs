//! She writes twice about one matter: the two are answered together, asked about
//! once, closed together; and a mistake is undone.

use journeys::officer::Link;
use journeys::staff::Staff;
use journeys::{Helpline, PIN, Woman};
use serde_json::{Value, json};

use crate::desk::IN_CHARGE;
use crate::officer_link::{OFFICER, cookie};

const SHE: &str = "+919000000077";
const STORY: &str = "मलिहाबाद में मेरा आय प्रमाण पत्र दो महीने से नहीं बन रहा";

/// She wrote on Tuesday and, about the same, on Wednesday.
async fn twice(helpline: &Helpline) -> (Woman<'_>, String, String) {
    let she = helpline.woman(SHE);
    she.registers("certificate", STORY).await;
    helpline.clock("2026-12-02 10:00").await;
    she.writes("नई").await;
    she.registers("certificate", &format!("{STORY}, कोई सुनता नहीं")).await;
    let numbers: Vec<String> = helpline.complaints().await.iter().map(number).collect();
    assert_eq!(numbers.len(), 2);
    (she, numbers[0].clone(), numbers[1].clone())
}

fn number(complaint: &Value) -> String {
    complaint["reference"].as_str().unwrap().to_owned()
}

async fn find(helpline: &Helpline, reference: &str) -> Value {
    helpline.complaints().await.into_iter().find(|it| it["reference"] == reference).expect("it")
}

/// The link in the SMS about this complaint to its officer.
async fn link<'a>(helpline: &'a Helpline, reference: &str) -> Link<'a> {
    let all = helpline.sms().await;
    let sms = all.into_iter().find(|sms| sms.officer == OFFICER && sms.text.contains(reference));
    Link::in_text(helpline, &sms.expect("an SMS about it").text)
}

async fn merges(helpline: &Helpline, into: &str, later: &str) -> Value {
    let fields = json!({"to": into, "reason": "same_event", "text": "फ़ोन पर पूछा"});
    link(helpline, later).await.does("merge", &fields).await
}

/// How often the history of a complaint has this.
async fn lines(helpline: &Helpline, reference: &str, event: &str) -> usize {
    let history = find(helpline, reference).await["history"].clone();
    history.as_array().unwrap().iter().filter(|it| it["event"] == event).count()
}

#[tokio::test]
async fn two_of_one_matter_climb_once_are_asked_once_and_closed_together() {
    let helpline = Helpline::start().await;
    let (she, into, later) = twice(&helpline).await;
    // Whoever the policy grew old for reads it now.
    link(&helpline, &later).await.reads().await;
    helpline.tell("DELETE", "usage", &json!({})).await;
    let fields =
        json!({"to": into, "reason": "same_event", "version": find(&helpline, &later).await["version"]});
    let merged = link(&helpline, &later).await.acts("merge", &fields).await;
    assert_eq!(merged.status, 200, "{}", merged.body);
    // What is read is read at once, and one transaction holds both.
    let usage = helpline.local("usage").await["dynamodb"]["operations"].clone();
    let requests = |name: &str| usage[name]["requests"].as_u64().unwrap_or_default();
    assert_eq!([requests("BatchGetItem"), requests("Query"), requests("TransactWriteItems")], [1, 1, 1]);
    let shown = merged.json();
    assert_eq!((&shown["merged_into"], &shown["actions"]), (&json!(into), &json!(["separate"])));
    // She is told once: two numbers, and nothing of the matter.
    let told = she.reply().await.text;
    assert!(told.contains(&into) && told.contains(&later), "{told}");
    assert!(["प्रमाण", "तहसील", "मलिहाबाद"].iter().all(|word| !told.contains(word)), "{told}");
    for (reference, other) in [(&into, &later), (&later, &into)] {
        assert_eq!(lines(&helpline, reference, "merged").await, 1);
        let case = link(&helpline, reference).await.reads().await;
        let line = case["history"].as_array().unwrap().iter().find(|it| it["event"] == "merged").unwrap();
        assert_eq!((&line["other"], &line["actor"]), (&json!(other), &json!(OFFICER)));
    }
    // The later names the earlier with the caller's own link, and the other way round.
    for (reference, other) in [(&into, &later), (&later, &into)] {
        let others = link(&helpline, reference).await.reads().await["others"].clone();
        assert_eq!((&others[0]["reference"], others.as_array().map(Vec::len)), (&json!(other), Some(1)));
        assert!(others[0]["token"].as_str().is_some_and(|token| !token.is_empty()));
    }
    // The earlier shows the words of both; on the later nothing more is done.
    let both = link(&helpline, &into).await.reads().await["messages"].to_string();
    assert_eq!(both.matches("दो महीने").count(), 2, "{both}");
    let refused = link(&helpline, &later).await.acts("acknowledge", &json!({})).await;
    assert_eq!((refused.status, &refused.json()["type"]), (422, &json!("urn:helpline:problem:merged")));
    // One ladder.
    let before = helpline.sms().await.len();
    for day in ["2026-12-07 17:00", "2026-12-08 17:00", "2026-12-09 17:00", "2026-12-10 17:00"] {
        helpline.sweep_at(day).await;
    }
    let sms = helpline.sms().await.split_off(before);
    assert!(sms.len() >= 4 && sms.iter().all(|sms| sms.text.contains(&into)), "{sms:?}");
    assert_eq!(find(&helpline, &later).await["level"], 0);
    // Her words in the later thread join the earlier; 'status' names both.
    helpline.clock("2026-12-11 10:00").await;
    she.writes(&format!("{later} में और काग़ज़ देने हैं")).await;
    assert!(find(&helpline, &into).await["messages"].as_array().unwrap().len() > 2);
    let status = she.writes("स्थिति").await.text;
    assert!(status.contains(&into) && status.contains(&later), "{status}");
    // Asked once, closed together.
    let replies = she.replies().await.len();
    let disposal = json!({"outcome": "granted", "text": "प्रमाण पत्र जारी"});
    link(&helpline, &into).await.does("dispose", &disposal).await;
    assert_eq!(she.replies().await.len(), replies + 1);
    let asked = she.reply().await;
    assert!(asked.text.contains(&into) && asked.text.contains(&later), "{asked:?}");
    she.taps(&format!("solved_yes:{into}")).await;
    for reference in [&into, &later] {
        assert_eq!(find(&helpline, reference).await["status"], "closed");
    }
    assert_eq!(lines(&helpline, &later, "closed_together").await, 1);
    assert_eq!(lines(&helpline, &later, "disposed").await, 0);
    helpline.end(&[SHE, "दो महीने"]).await;
}

#[tokio::test]
async fn her_no_opens_the_earlier_and_separated_the_later_climbs_what_it_missed() {
    let helpline = Helpline::start().await;
    let (she, into, later) = twice(&helpline).await;
    let due = find(&helpline, &later).await["due_at"].clone();
    merges(&helpline, &into, &later).await;
    let disposal = json!({"outcome": "granted", "text": "प्रमाण पत्र जारी"});
    link(&helpline, &into).await.does("dispose", &disposal).await;
    let before = find(&helpline, &later).await;
    she.taps(&format!("solved_no:{into}")).await;
    assert_eq!(find(&helpline, &into).await["status"], "in_progress");
    assert_eq!(find(&helpline, &later).await, before);
    // A week on it is seen that it was another matter.
    helpline.sweep_at("2026-12-09 18:00").await;
    assert_eq!(find(&helpline, &later).await["escalations"], json!([]));
    let undone = link(&helpline, &later).await.does("separate", &json!({"text": "दूसरा काग़ज़ है"})).await;
    assert_eq!((&undone["due_at"], undone.get("merged_into")), (&due, None));
    let told = she.reply().await;
    assert!(told.text.contains(&later) || told.kind == "template", "{told:?}");
    helpline.sweep_at("2026-12-09 18:01").await;
    let own = find(&helpline, &later).await;
    assert!(own["level"].as_u64() >= Some(1) && own["due_at"] == due, "{own}");
    assert_eq!(find(&helpline, &into).await["with"], json!([]));
    helpline.end(&[SHE, "दूसरा काग़ज़"]).await;
}

#[tokio::test]
async fn her_silence_closes_both_at_one_sweep() {
    let helpline = Helpline::start().await;
    let (_, into, later) = twice(&helpline).await;
    merges(&helpline, &into, &later).await;
    let disposal = json!({"outcome": "granted", "text": "प्रमाण पत्र जारी"});
    link(&helpline, &into).await.does("dispose", &disposal).await;
    helpline.sweep_at("2026-12-09 10:00").await;
    for reference in [&into, &later] {
        assert_eq!(find(&helpline, reference).await["status"], "closed_unconfirmed");
    }
    helpline.end(&[SHE]).await;
}

/// At the desk: the queue hints at it, the later one's page has the form.
#[tokio::test]
async fn the_desk_merges_on_the_later_ones_page() {
    let helpline = Helpline::start().await;
    let (_, into, later) = twice(&helpline).await;
    let staff = Staff::enters(&helpline, IN_CHARGE).await;
    let queue = staff.gets("/desk?lang=en").await.body;
    let hint = queue.split_once("Open complaints of one complainant: 2").expect("the hint").1;
    let part = hint.split_once("</section>").unwrap().0.to_owned();
    assert!(part.contains(&into) && part.contains(&later));
    let line = part.split("href=\"").find(|line| line.contains(&format!(">{later}<"))).unwrap();
    let path = line.split(['"', '?']).next().unwrap().to_owned();
    // Who heads the cell says why first: whether it is one matter stands in her words.
    let version = find(&helpline, &later).await["version"].to_string();
    let motive = [("action", "break_glass"), ("text", "दो शिकायतें एक ही बात की"), ("version", &version)];
    let opened = staff.posts(&path, &motive).await;
    assert_eq!(opened.status, 303, "{}", opened.body);
    let session = cookie(&opened);
    let page = helpline.request("GET", &format!("{path}?lang=en"), &[("cookie", &session)], Vec::new()).await;
    assert!(page.body.contains("Her other complaints") && page.body.contains(&format!("value=\"{into}\"")));
    // Nothing chosen, an old version, and then as it stands.
    let version = find(&helpline, &later).await["version"].to_string();
    let press = |version: &str, to: &str| {
        let fields =
            [("action", "merge"), ("to", to), ("reason", "same_request"), ("text", ""), ("version", version)];
        fields.map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let send = async |fields: [(String, String); 5]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        staff.posts(&path, &fields).await
    };
    assert_eq!(send(press(&version, "")).await.status, 422);
    assert_eq!(send(press("1", &into)).await.status, 409);
    assert_eq!(send(press(&version, &later)).await.status, 422, "not with itself");
    assert_eq!(send(press(&version, &into)).await.status, 303);
    assert_eq!(send(press(&version, &into)).await.status, 303, "the same press twice is one");
    assert_eq!(lines(&helpline, &later, "merged").await, 1);
    let page = helpline.request("GET", &format!("{path}?lang=en"), &[("cookie", &session)], Vec::new()).await;
    assert!(page.body.contains("It is answered in complaint <a href="), "{}", page.body);
    assert!(page.body.contains("value=\"separate\"") && !page.body.contains("value=\"note\""));
    let queue = staff.gets("/desk?lang=en").await.body;
    assert!(queue.contains("Open complaints of one complainant: 0") && !queue.contains(&later));
    assert!(!queue.contains(PIN));
    helpline.end(&[SHE, "एक ही बात"]).await;
}
