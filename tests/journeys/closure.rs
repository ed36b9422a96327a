//! Closure is a claim: only her word closes a complaint; her 'no' opens it
//! again one level up on its first clock; her silence is said to be silence.

use chrono::TimeDelta;
use journeys::stack::{ist, text};
use journeys::{Helpline, Reply, Woman};
use serde_json::{Value, json};

const STORY: &str = "मलिहाबाद में मेरा आय प्रमाण पत्र नहीं बन रहा है";
const OFFICER: &str = "tehsildar-malihabad";
const SUPERVISOR: &str = "adm-fr-lko";

/// Registered on Tuesday 1 December at 10:00, disposed of on the 3rd at noon.
async fn disposed(helpline: &Helpline, she: &Woman<'_>) {
    she.writes("नमस्ते").await;
    pick(she, "category:certificate", "प्रमाण पत्र").await;
    she.writes(STORY).await;
    pick(she, "register:yes", "दर्ज करें").await;
    // She wrote an hour before: her window is open.
    helpline.clock("2026-12-03 11:00").await;
    she.writes("कोई उत्तर नहीं मिला").await;
    helpline.clock("2026-12-03 12:00").await;
    dispose(helpline, OFFICER).await;
}

async fn dispose(helpline: &Helpline, officer: &str) {
    let link = helpline.link_of(officer).await;
    link.does("dispose", &json!({"outcome": "relief", "text": "प्रमाण पत्र जारी किया"})).await;
}

/// By its id on Meta, by its number elsewhere.
async fn pick(she: &Woman<'_>, id: &str, title: &str) -> Reply {
    let offered = she.reply().await;
    let by_id = offered.options.iter().any(|(known, _)| known == id);
    if by_id { she.taps(id).await } else { she.picks(title).await }
}

/// The id of the option that says yes (or no) about the only complaint.
async fn choice(helpline: &Helpline, answer: &str) -> String {
    format!("solved_{answer}:{}", text(&helpline.complaint().await["reference"]))
}

fn events(complaint: &Value) -> Vec<String> {
    complaint["history"].as_array().expect("a list").iter().map(|line| text(&line["event"])).collect()
}

/// Nothing more is told, ever.
async fn stays_silent(helpline: &Helpline) {
    let before = helpline.told().await.len();
    for moment in ["2026-12-06 17:00", "2026-12-07 17:00", "2026-12-10 12:00", "2026-12-30 12:00"] {
        if ist(moment) > helpline.now().await {
            assert!(helpline.told_at(ist(moment)).await.is_empty(), "{moment}");
        }
    }
    assert_eq!(helpline.told().await.len(), before);
}

/// Open again, one level up, told once, the limit as it was.
async fn is_reopened(helpline: &Helpline, due_at: &Value) {
    let complaint = helpline.complaint().await;
    assert_eq!((&complaint["status"], &complaint["level"]), (&json!("in_progress"), &json!(1)));
    assert_eq!((&complaint["due_at"], &complaint["officer"]), (due_at, &json!(OFFICER)));
    let sms = helpline.last_sms().await;
    assert_eq!(sms.officer, SUPERVISOR);
    assert!(sms.text.contains("हल नहीं, फिर खुली"), "{}", sms.text);
    assert!(events(&complaint).contains(&"reopened".to_owned()), "{complaint}");
}

#[tokio::test]
async fn a_disposal_asks_her_and_closes_nothing() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman("+919000000001");
    disposed(&helpline, &she).await;
    let complaint = helpline.complaint().await;
    assert_eq!(complaint["status"], "disposed");
    let asked = she.reply().await;
    assert!(asked.text.contains("क्या यह सच में सुलझ गई?"), "{asked:?}");
    let ids: Vec<String> = asked.options.into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, [choice(&helpline, "yes").await, choice(&helpline, "no").await]);
    helpline.end(&["9000000001", "प्रमाण"]).await;
}

#[tokio::test]
async fn yes_closes() {
    for word in ["tap", "हाँ", "haan", "yes", "1", "१"] {
        let helpline = Helpline::start_at("2026-12-01 10:00").await;
        let she = helpline.woman("+919000000001");
        disposed(&helpline, &she).await;
        let told = match word {
            "tap" => she.taps(&choice(&helpline, "yes").await).await,
            word => she.writes(word).await,
        };
        assert!(told.text.contains("बंद"), "{word}: {told:?}");
        assert_eq!(helpline.complaint().await["status"], "closed", "{word}");
        assert_eq!(helpline.told().await, [OFFICER], "{word}");
        stays_silent(&helpline).await;
        assert_eq!(helpline.complaint().await["status"], "closed", "{word}");
        helpline.end(&["9000000001"]).await;
    }
}

#[tokio::test]
async fn no_reopens_one_level_up_on_the_first_clock() {
    for word in ["tap", "नहीं", "nahi", "no", "2", "२"] {
        let helpline = Helpline::start_at("2026-12-01 10:00").await;
        let she = helpline.woman("+919000000001");
        disposed(&helpline, &she).await;
        let due_at = helpline.complaint().await["due_at"].clone();
        let told = match word {
            "tap" => she.taps(&choice(&helpline, "no").await).await,
            word => she.writes(word).await,
        };
        assert!(told.text.contains("फिर खोल दी गई"), "{word}: {told:?}");
        is_reopened(&helpline, &due_at).await;
        assert_eq!(helpline.told().await, [OFFICER, SUPERVISOR], "{word}");
        // Pressed again, it stays as it is.
        she.writes("नहीं").await;
        is_reopened(&helpline, &due_at).await;
        helpline.end(&["9000000001"]).await;
    }
}

#[tokio::test]
async fn after_a_no_the_ladder_goes_on_from_where_it_is() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman("+919000000001");
    disposed(&helpline, &she).await;
    she.writes("नहीं").await;
    for (moment, told) in [
        ("2026-12-06 17:00", OFFICER),
        // The breach is told to level 1, where it is; then it climbs.
        ("2026-12-07 17:00", SUPERVISOR),
        ("2026-12-08 17:00", "adm-lko"),
        ("2026-12-09 17:00", "dm-lko"),
        ("2026-12-10 17:00", "dm-lko"),
    ] {
        assert!(helpline.told_at(ist(moment) - TimeDelta::seconds(1)).await.is_empty(), "{moment}");
        assert_eq!(helpline.told_at(ist(moment)).await, [told], "{moment}");
    }
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn denied_again_and_again_it_reaches_the_district_magistrate() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman("+919000000001");
    disposed(&helpline, &she).await;
    let due_at = helpline.complaint().await["due_at"].clone();
    for (level, officer) in [(1, SUPERVISOR), (2, "adm-lko"), (3, "dm-lko"), (3, "dm-lko")] {
        she.writes("नहीं").await;
        let complaint = helpline.complaint().await;
        assert_eq!((&complaint["level"], &complaint["due_at"]), (&json!(level), &due_at));
        assert_eq!(helpline.last_sms().await.officer, officer);
        dispose(&helpline, officer).await;
    }
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn seven_days_of_silence_close_it_unconfirmed_and_she_is_told_by_template() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman("+919000000001");
    disposed(&helpline, &she).await;
    let before = she.replies().await.len();
    let due = ist("2026-12-10 12:00");
    helpline.told_at(due - TimeDelta::seconds(1)).await;
    assert_eq!(helpline.complaint().await["status"], "disposed");
    for _ in 0..2 {
        assert!(helpline.told_at(due).await.is_empty());
    }
    let complaint = helpline.complaint().await;
    assert_eq!(complaint["status"], "closed_unconfirmed");
    assert!(events(&complaint).contains(&"closed_unconfirmed".to_owned()));
    let told = she.replies().await.split_off(before);
    assert_eq!(told.len(), 1, "once: {told:?}");
    assert_eq!(told[0].kind, "template", "her window is closed");
    assert!(told[0].text.contains("बिना आपकी पुष्टि"), "{told:?}");
    assert!(told[0].text.contains(&text(&complaint["reference"])), "{told:?}");
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn a_late_no_reopens_what_was_closed_unconfirmed() {
    for word in ["tap", "नहीं", "no", "1"] {
        let helpline = Helpline::start_at("2026-12-01 10:00").await;
        let she = helpline.woman("+919000000001");
        disposed(&helpline, &she).await;
        let due_at = helpline.complaint().await["due_at"].clone();
        helpline.sweep_at("2026-12-10 12:00").await;
        helpline.clock("2026-12-15 12:00").await;
        match word {
            "tap" => she.taps(&choice(&helpline, "no").await).await,
            word => she.writes(word).await,
        };
        is_reopened(&helpline, &due_at).await;
        // Its limit was the 7th: the next sweep tells every level that is owed.
        let told = helpline.told_at(helpline.now().await + TimeDelta::minutes(1)).await;
        assert_eq!(told, [SUPERVISOR, "adm-lko", "dm-lko"], "{word}");
        helpline.end(&["9000000001"]).await;
    }
}

#[tokio::test]
async fn a_late_yes_on_the_first_button_closes_what_was_closed_unconfirmed() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman("+919000000001");
    disposed(&helpline, &she).await;
    helpline.sweep_at("2026-12-10 12:00").await;
    she.taps(&choice(&helpline, "yes").await).await;
    assert_eq!(helpline.complaint().await["status"], "closed");
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn a_bare_ok_after_the_closing_confirms_nothing_and_opens_nothing() {
    for confirmed in [false, true] {
        let helpline = Helpline::start_at("2026-12-01 10:00").await;
        let she = helpline.woman("+919000000001");
        disposed(&helpline, &she).await;
        if confirmed {
            she.writes("हाँ").await;
        }
        helpline.sweep_at("2026-12-10 12:00").await;
        let status = helpline.complaint().await["status"].clone();
        let told = she.writes("ठीक है").await;
        assert!(told.text.contains("बंद"), "how it stands: {told:?}");
        helpline.sweep_at("2026-12-10 13:00").await;
        assert_eq!(helpline.complaint().await["status"], status);
        helpline.end(&["9000000001"]).await;
    }
}

#[tokio::test]
async fn the_question_outside_her_window_is_a_template_with_the_same_choices() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman("+919000000001");
    she.registers("certificate", STORY).await;
    helpline.clock("2026-12-03 12:00").await;
    dispose(&helpline, OFFICER).await;
    let asked = she.reply().await;
    assert_eq!(asked.kind, "template", "{asked:?}");
    let no = choice(&helpline, "no").await;
    assert!(asked.options.iter().any(|(id, _)| *id == no), "{asked:?}");
    let template_button = json!({"type": "button", "button": {"text": "नहीं सुलझी", "payload": no}});
    assert_eq!(she.sends(&template_button).await.status, 200);
    assert_eq!(helpline.complaint().await["level"], 1);
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn on_twilio_she_answers_by_number_or_word() {
    for (word, status) in [("1", "closed"), ("haan", "closed"), ("2", "in_progress"), ("nahi", "in_progress")]
    {
        let helpline = Helpline::start_at("2026-12-01 10:00").await;
        for (she, complaints) in
            [(helpline.woman_on_twilio("+919000000001"), 1), (helpline.woman_by_sms("+919000000002"), 2)]
        {
            helpline.clock("2026-12-01 10:00").await;
            disposed(&helpline, &she).await;
            she.writes(word).await;
            let known = helpline.complaints().await;
            assert_eq!(known.len(), complaints);
            assert!(known.iter().all(|complaint| complaint["status"] == status), "{word}: {known:?}");
        }
        helpline.end(&["900000000"]).await;
    }
}

#[tokio::test]
async fn what_she_writes_instead_of_an_answer_is_kept_and_she_is_asked_again() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman("+919000000001");
    disposed(&helpline, &she).await;
    let asked = she.writes("दफ़्तर वाले फिर बुला रहे हैं और पैसे माँग रहे हैं").await;
    assert!(asked.text.contains("क्या यह सच में सुलझ गई?"), "{asked:?}");
    assert_eq!(helpline.complaint().await["status"], "disposed");
    helpline.end(&["9000000001", "दफ़्तर"]).await;
}
