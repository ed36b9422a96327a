//! Every ladder up to the District Magistrate, on the moved clock: never
//! early, never twice, one SMS a step to the right officer.

use chrono::TimeDelta;
use journeys::Helpline;
use journeys::stack::{ist, text};
use serde_json::{Value, json};

/// A place in the story, so that she is not asked for it.
const STORY: &str = "मलिहाबाद में मेरा काम कई महीनों से अटका है";

/// At that moment, who is told, and the level afterwards.
type Step<'a> = (&'a str, &'a [&'a str], u8);

/// Climbs step by step: a second before, nothing; then exactly that; then,
/// swept again, nothing. The level only rises, the limit never moves.
async fn climb(helpline: &Helpline, steps: &[Step<'_>]) {
    let due_at = helpline.complaint().await["due_at"].clone();
    let mut level = helpline.complaint().await["level"].as_u64();
    for (moment, officers, level_then) in steps {
        let at = ist(moment);
        let early = helpline.told_at(at - TimeDelta::seconds(1)).await;
        assert!(early.is_empty(), "{early:?} were told before {moment}");
        assert_eq!(helpline.told_at(at).await, *officers, "{moment}");
        assert!(helpline.told_at(at).await.is_empty(), "told twice at {moment}");
        let complaint = helpline.complaint().await;
        assert_eq!(complaint["due_at"], due_at, "the limit moved at {moment}");
        assert!(complaint["level"].as_u64() >= level, "the level fell at {moment}");
        level = complaint["level"].as_u64();
        assert_eq!(level, Some(u64::from(*level_then)), "{moment}");
    }
}

/// The levels in the history of the only complaint, in order.
fn climbs(complaint: &Value) -> Vec<(u64, String)> {
    let escalations = complaint["escalations"].as_array().expect("a list");
    escalations
        .iter()
        .map(|step| (step["level"].as_u64().unwrap_or_default(), text(&step["officer"])))
        .collect()
}

/// A complaint of this category from Malihabad, registered on Tuesday
/// 1 December at 10:00.
async fn registered(category: &str) -> Helpline {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    helpline.woman("+919000000001").registers(category, STORY).await;
    helpline
}

#[tokio::test]
async fn day_limits_climb_from_the_reminder_to_the_district_magistrate_and_on_daily() {
    for (category, officer, supervisor) in [
        ("scheme", "protection-officer", "dpo-lko"),
        ("certificate", "tehsildar-malihabad", "adm-fr-lko"),
        ("department", "bdo-malihabad", "cdo-lko"),
        ("other", "cell-1", "city-magistrate-lko"),
    ] {
        let helpline = registered(category).await;
        let mut steps: Vec<Step<'_>> = vec![];
        let (first, above) = ([officer], [supervisor]);
        steps.push(("2026-12-06 17:00", &first, 0));
        steps.push(("2026-12-07 17:00", &above, 1));
        steps.push(("2026-12-08 17:00", &["adm-lko"], 2));
        steps.push(("2026-12-09 17:00", &["dm-lko"], 3));
        for day in WEEK_AT_THE_TOP {
            steps.push((day, &["dm-lko"], 3));
        }
        climb(&helpline, &steps).await;
        let complaint = helpline.complaint().await;
        let up = [(1, supervisor.to_owned()), (2, "adm-lko".to_owned()), (3, "dm-lko".to_owned())];
        assert_eq!(climbs(&complaint), up, "{category}");
        assert_eq!(complaint["officer"], officer, "the officer stays answerable");
        helpline.end(&["9000000001", "मलिहाबाद"]).await;
    }
}

const WEEK_AT_THE_TOP: [&str; 7] = [
    "2026-12-10 17:00",
    "2026-12-11 17:00",
    "2026-12-12 17:00",
    "2026-12-13 17:00",
    "2026-12-14 17:00",
    "2026-12-15 17:00",
    "2026-12-16 17:00",
];

#[tokio::test]
async fn a_pension_climbs_from_its_tenth_day() {
    let helpline = registered("pension").await;
    let steps: [Step<'_>; 5] = [
        ("2026-12-10 17:00", &["pension-north"], 0),
        ("2026-12-11 17:00", &["dswo-lko"], 1),
        ("2026-12-12 17:00", &["adm-lko"], 2),
        ("2026-12-13 17:00", &["dm-lko"], 3),
        ("2026-12-14 17:00", &["dm-lko"], 3),
    ];
    climb(&helpline, &steps).await;
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn each_step_says_what_it_is() {
    let helpline = registered("certificate").await;
    for (moment, words) in [
        ("2026-12-06 17:00", "24 घंटे शेष"),
        ("2026-12-07 17:00", "का समय बीत गया"),
        ("2026-12-09 17:00", "का समय बीत गया"),
        ("2026-12-10 17:00", "समय बाद भी खुली"),
    ] {
        helpline.sweep_at(moment).await;
        let sms = helpline.last_sms().await;
        assert!(sms.text.contains(words), "{words}: {sms:?}");
    }
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn violence_unacknowledged_is_with_the_district_magistrate_in_45_minutes() {
    let helpline = registered("violence").await;
    assert_eq!(helpline.told().await, ["duty-1"]);
    let steps: [Step<'_>; 7] = [
        ("2026-12-01 10:15", &["adcp-women-lko"], 1),
        ("2026-12-01 10:30", &["adm-lko"], 2),
        ("2026-12-01 10:45", &["dm-lko"], 3),
        // The missed first action and the missed disposal are steps of their
        // own: told once, to the level it is at.
        ("2026-12-01 12:00", &["dm-lko"], 3),
        ("2026-12-02 10:00", &["dm-lko"], 3),
        ("2026-12-02 10:45", &["dm-lko"], 3),
        ("2026-12-03 10:45", &["dm-lko"], 3),
    ];
    climb(&helpline, &steps).await;
    assert_eq!(helpline.complaint().await["officer"], "duty-1");
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn violence_acknowledged_but_not_acted_on_climbs_from_two_hours() {
    let helpline = registered("violence").await;
    helpline.clock("2026-12-01 10:14").await;
    helpline.link_of("duty-1").await.does("acknowledge", &json!({})).await;
    let steps: [Step<'_>; 5] = [
        ("2026-12-01 12:00", &["adcp-women-lko"], 1),
        ("2026-12-01 12:15", &["adm-lko"], 2),
        ("2026-12-01 12:30", &["dm-lko"], 3),
        ("2026-12-02 10:00", &["dm-lko"], 3),
        ("2026-12-02 12:30", &["dm-lko"], 3),
    ];
    climb(&helpline, &steps).await;
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn violence_acted_on_but_not_disposed_of_climbs_from_a_day() {
    let helpline = registered("violence").await;
    helpline.clock("2026-12-01 10:14").await;
    let link = helpline.link_of("duty-1").await;
    link.does("acknowledge", &json!({})).await;
    helpline.clock("2026-12-01 11:59").await;
    link.does("first_action", &json!({"text": "गश्ती दल भेजा"})).await;
    let steps: [Step<'_>; 4] = [
        ("2026-12-02 10:00", &["adcp-women-lko"], 1),
        ("2026-12-02 10:15", &["adm-lko"], 2),
        ("2026-12-02 10:30", &["dm-lko"], 3),
        ("2026-12-03 10:30", &["dm-lko"], 3),
    ];
    climb(&helpline, &steps).await;
    helpline.end(&["9000000001", "गश्ती"]).await;
}

#[tokio::test]
async fn a_late_acknowledgement_stops_the_next_step_but_not_the_first_actions() {
    let helpline = registered("violence").await;
    assert_eq!(helpline.told_at(ist("2026-12-01 10:15")).await, ["adcp-women-lko"]);
    helpline.link_of("adcp-women-lko").await.does("acknowledge", &json!({})).await;
    let steps: [Step<'_>; 3] = [
        // It is at level 1 already: level 1 hears of the new breach, then it climbs.
        ("2026-12-01 12:00", &["adcp-women-lko"], 1),
        ("2026-12-01 12:15", &["adm-lko"], 2),
        ("2026-12-01 12:30", &["dm-lko"], 3),
    ];
    climb(&helpline, &steps).await;
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn an_outage_of_three_days_loses_no_step_and_doubles_none() {
    let helpline = registered("certificate").await;
    assert!(helpline.told_at(ist("2026-12-06 16:59")).await.is_empty());
    // The next sweep comes three days later: each level is told once. The
    // reminder is past its use.
    let told = helpline.told_at(ist("2026-12-09 17:30")).await;
    assert_eq!(told, ["adm-fr-lko", "adm-lko", "dm-lko"]);
    let steps: [Step<'_>; 2] = [("2026-12-10 17:00", &["dm-lko"], 3), ("2026-12-11 17:00", &["dm-lko"], 3)];
    climb(&helpline, &steps).await;
    // Out again for three days: the District Magistrate hears of it once, then
    // daily as before.
    assert_eq!(helpline.told_at(ist("2026-12-14 18:00")).await, ["dm-lko"]);
    climb(&helpline, &[("2026-12-15 17:00", &["dm-lko"], 3)]).await;
    let history = helpline.complaint().await["history"].clone();
    let escalated = history.as_array().expect("a list").iter().filter(|line| line["event"] == "escalated");
    assert_eq!(escalated.count(), 3, "{history}");
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn overlapping_sweeps_tell_once() {
    let helpline = registered("certificate").await;
    for (moment, officer) in [
        ("2026-12-06 17:00", "tehsildar-malihabad"),
        ("2026-12-07 17:00", "adm-fr-lko"),
        ("2026-12-08 17:00", "adm-lko"),
        ("2026-12-09 17:00", "dm-lko"),
        ("2026-12-10 17:00", "dm-lko"),
    ] {
        let before = helpline.told().await.len();
        helpline.clock(moment).await;
        let (one, two, three) = tokio::join!(helpline.sweep(), helpline.sweep(), helpline.sweep());
        let moved: u64 = [&one, &two, &three].iter().filter_map(|swept| swept["complaints"].as_u64()).sum();
        assert_eq!(helpline.told().await.split_off(before), [officer], "{moment}");
        assert_eq!(moved, 1, "{moment}: {one} {two} {three}");
        assert!([&one, &two, &three].iter().all(|swept| swept["failed"] == 0), "{one} {two} {three}");
    }
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn one_sweep_moves_all_that_is_due_and_counts_it() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    for n in 0..12 {
        helpline.woman(&format!("+9190000001{n:02}")).registers("certificate", STORY).await;
    }
    assert_eq!(helpline.sweep().await["due"], 0);
    let swept = helpline.sweep_at("2026-12-07 17:00").await;
    // Each complaint was a day past its reminder and is now at its limit.
    let counts = ["due", "complaints", "skipped", "failed", "left"].map(|name| swept[name].as_u64());
    assert_eq!(counts, [Some(12), Some(12), Some(0), Some(0), Some(0)], "{swept}");
    // They are told together.
    assert_eq!(helpline.told().await.iter().filter(|officer| *officer == "adm-fr-lko").count(), 1);
    assert!(helpline.last_sms().await.text.starts_with("12 "));
    assert_eq!(helpline.sweep().await["due"], 0);
    helpline.end(&["90000001"]).await;
}

#[tokio::test]
async fn nothing_is_told_of_a_complaint_that_is_disposed_of_in_time() {
    let helpline = registered("certificate").await;
    let link = helpline.link_of("tehsildar-malihabad").await;
    link.does("dispose", &json!({"outcome": "relief", "text": "प्रमाण पत्र दे दिया"})).await;
    for moment in ["2026-12-06 17:00", "2026-12-07 17:00", "2026-12-08 09:59"] {
        assert!(helpline.told_at(ist(moment)).await.is_empty(), "{moment}");
    }
    assert_eq!(helpline.complaint().await["level"], 0);
    helpline.end(&["9000000001"]).await;
}

/// SNS is down until everybody has been tried. The SMS is not dropped: it goes
/// on being tried, and somebody hears once SNS is back.
#[tokio::test]
async fn an_sms_that_nobody_could_be_sent_goes_on_being_tried() {
    let helpline = Helpline::start().await;
    helpline.woman("+919000000001").registers("certificate", "मलिहाबाद में आय प्रमाण पत्र नहीं बना है").await;
    let told = helpline.sms().await.len();
    let down = serde_json::json!({"service": "sns", "kind": "error", "count": 10_000});
    assert_eq!(helpline.tell("POST", "faults", &down).await.status, 204);
    helpline.woman("+919000000002").registers("pension", "मलिहाबाद में पेंशन दो महीने से नहीं आई").await;
    for _ in 0..60 {
        helpline.pass(chrono::TimeDelta::minutes(1)).await;
        helpline.sweep().await;
    }
    assert_eq!(helpline.sms().await.len(), told);
    assert_eq!(helpline.tell("DELETE", "faults", &serde_json::json!({})).await.status, 204);
    helpline.pass(chrono::TimeDelta::hours(4)).await;
    helpline.sweep().await;
    assert_eq!(helpline.sms().await.len(), told + 1, "nobody was told of the second complaint");
    helpline.end(&["9000000001", "9000000002"]).await;
}
