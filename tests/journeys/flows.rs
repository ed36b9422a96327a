//! Every flow of the helpline as a script: what came before, the step that is
//! put to the test, and the clock. Played by `crashes` and by `usage`.

use chrono::TimeDelta;
use journeys::stack::{ist, text};
use journeys::woman::{deliver_meta, meta_body};
use journeys::{Helpline, Woman, officer};
use serde_json::{Value, json};

use crate::statuses::{meta_status, meta_statuses};

/// Each script begins on this Tuesday. A certificate is then due on Monday the
/// 7th at 17:00: the 6th is a Sunday.
pub(crate) const MORNING: &str = "2026-12-01 10:00";

/// The place is in it, so that she is not asked for it.
const STORY: &str = "मलिहाबाद में मेरा आय प्रमाण पत्र दो महीने से नहीं बन रहा";

/// One step of a script.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// She writes.
    Writes(&'static str),
    /// She taps; `{}` in the id is her reference.
    Taps(&'static str),
    /// She sends a photograph.
    Photographs,
    /// Her last body comes once more.
    Repeats,
    /// Her provider tells that a message to her failed.
    Unreached,
    /// The complaint's newest link: an action, and its fields as JSON.
    Acts(&'static str, &'static str),
    /// The same link, with a wrong PIN.
    GuessesThePin,
    /// The clock is set to a moment of Indian time, and the sweeper runs.
    SweepAt(&'static str),
    /// The function dies after its first commit of the step that follows.
    DiesAfterCommit,
}

/// A flow: the last step of its script is the one under test.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flow {
    /// Its name in reports.
    pub(crate) name: &'static str,
    /// The function under test.
    pub(crate) function: &'static str,
    /// The steps before.
    pub(crate) before: &'static [&'static [Step]],
    /// The step under test.
    pub(crate) step: Step,
    /// A last sweep that shows what state a draft was left in.
    pub(crate) then: Option<Step>,
}

use Step::{Acts, DiesAfterCommit, GuessesThePin, Photographs, Repeats, SweepAt, Taps, Unreached, Writes};

const INTAKE: &str = "webhook-intake";
const OFFICER: &str = "officer-updates";
const SWEEPER: &str = "sla-sweeper";

const DRAFT_ENDS: Option<Step> = Some(SweepAt("2026-12-01 10:31"));
const TOLD: &[Step] = &[Writes(STORY)];
const CHOSEN: &[Step] = &[Writes(STORY), Taps("category:certificate")];
const REGISTERED: &[Step] = &[Writes(STORY), Taps("category:certificate"), Taps("register:yes")];
const CRIED: &[Step] = &[Writes("बचाओ")];
const VIOLENCE: &[Step] = &[Writes("बचाओ"), Taps("register:violence")];
const REMINDED: &[Step] = &[SweepAt("2026-12-06 17:00")];
const FIRST: &[Step] = &[SweepAt("2026-12-07 17:00")];
const SECOND: &[Step] = &[SweepAt("2026-12-08 17:00")];
const THIRD: &[Step] = &[SweepAt("2026-12-09 17:00")];
const DISPOSED: &[Step] = &[Acts("dispose", r#"{"outcome": "relief", "text": "प्रमाण पत्र दिया गया"}"#)];
const GUESSED: &[Step] = &[GuessesThePin, GuessesThePin, GuessesThePin, GuessesThePin];
const ASKED: &[Step] = &[Acts("ask", r#"{"text": "आवेदन संख्या क्या है?"}"#)];
const QUARTER: &[Step] = &[SweepAt("2026-12-01 10:15")];
const HALF: &[Step] = &[SweepAt("2026-12-01 10:30")];

const fn flow(
    name: &'static str,
    function: &'static str,
    before: &'static [&'static [Step]],
    step: Step,
) -> Flow {
    Flow { name, function, before, step, then: None }
}

const fn drafting(name: &'static str, before: &'static [&'static [Step]], step: Step) -> Flow {
    Flow { name, function: INTAKE, before, step, then: DRAFT_ENDS }
}

/// What she does.
pub(crate) const HERS: [Flow; 8] = [
    drafting("first message", &[], Writes(STORY)),
    drafting("category tapped", &[TOLD], Taps("category:certificate")),
    flow("registration", INTAKE, &[CHOSEN], Taps("register:yes")),
    flow("evidence", INTAKE, &[REGISTERED], Photographs),
    flow("distress registered", INTAKE, &[CRIED], Taps("register:violence")),
    flow("duplicate", INTAKE, &[REGISTERED], Repeats),
    flow("a message to her fails", INTAKE, &[REGISTERED], Unreached),
    flow("answer to a question", INTAKE, &[REGISTERED, ASKED], Writes("आवेदन संख्या 4711 है")),
];

/// What the clock does.
pub(crate) const CLOCKS: [Flow; 10] = [
    flow("draft left alone", SWEEPER, &[TOLD], SweepAt("2026-12-01 10:30")),
    flow("reminder", SWEEPER, &[REGISTERED], SweepAt("2026-12-06 17:00")),
    flow("breach to level 1", SWEEPER, &[REGISTERED, REMINDED], SweepAt("2026-12-07 17:00")),
    flow("breach to level 2", SWEEPER, &[REGISTERED, REMINDED, FIRST], SweepAt("2026-12-08 17:00")),
    flow("breach to level 3", SWEEPER, &[REGISTERED, REMINDED, FIRST, SECOND], SweepAt("2026-12-09 17:00")),
    flow("daily at the top", SWEEPER, &[REGISTERED, FIRST, SECOND, THIRD], SweepAt("2026-12-10 17:00")),
    flow("violence after 15 minutes", SWEEPER, &[VIOLENCE], SweepAt("2026-12-01 10:15")),
    flow("violence after 30 minutes", SWEEPER, &[VIOLENCE, QUARTER], SweepAt("2026-12-01 10:30")),
    flow("violence after 45 minutes", SWEEPER, &[VIOLENCE, QUARTER, HALF], SweepAt("2026-12-01 10:45")),
    flow(
        "left effects",
        SWEEPER,
        &[CHOSEN, &[DiesAfterCommit, Taps("register:yes")]],
        SweepAt("2026-12-01 10:01"),
    ),
];

/// What officers do.
pub(crate) const OFFICERS: [Flow; 7] = [
    flow("acknowledge", OFFICER, &[REGISTERED], Acts("acknowledge", "{}")),
    flow("first action", OFFICER, &[REGISTERED], Acts("first_action", r#"{"text": "लेखपाल को भेजा"}"#)),
    flow("note", OFFICER, &[REGISTERED], Acts("note", r#"{"text": "फ़ाइल मिली"}"#)),
    flow("ask", OFFICER, &[REGISTERED], ASKED[0]),
    flow(
        "transfer",
        OFFICER,
        &[REGISTERED],
        Acts("transfer", r#"{"to": "edistrict-manager", "reason": "पोर्टल"}"#),
    ),
    flow("dispose", OFFICER, &[REGISTERED], DISPOSED[0]),
    flow("wrong PIN locks", OFFICER, &[REGISTERED, GUESSED], GuessesThePin),
];

/// How a complaint ends.
pub(crate) const ENDS: [Flow; 3] = [
    flow("closed by her yes", INTAKE, &[REGISTERED, DISPOSED], Taps("solved_yes:{}")),
    flow("reopened by her no", INTAKE, &[REGISTERED, DISPOSED], Taps("solved_no:{}")),
    flow("closed by silence", SWEEPER, &[REGISTERED, DISPOSED], SweepAt("2026-12-08 10:00")),
];

/// A request ready to be made, and to be made again as it is.
#[derive(Debug, Clone)]
pub(crate) enum Shot {
    /// Meta delivers a body.
    Webhook(Vec<u8>),
    /// An officer presses: path and body.
    Press(String, Value),
    /// The minute.
    Sweep,
}

/// One woman's play of a script.
pub(crate) struct Scene<'a> {
    /// The helpline.
    pub(crate) helpline: &'a Helpline,
    /// She.
    pub(crate) she: Woman<'a>,
    /// The complaints that there were before.
    earlier: Vec<String>,
    last: Option<Vec<u8>>,
}

impl<'a> Scene<'a> {
    /// The curtain rises: it is morning, and the functions are warm. A passer-by
    /// whose answer came late sees to that: for her, intake and sweeper both
    /// had to know the policy.
    pub(crate) async fn open(helpline: &'a Helpline) -> Self {
        let fresh = || format!("+9190{:08}", helpline.next_id());
        let earlier = references(&helpline.complaints().await);
        let passer_by =
            Self { helpline, she: helpline.woman(&fresh()), earlier: earlier.clone(), last: None };
        helpline.set_clock(ist(MORNING) - TimeDelta::minutes(1)).await;
        let fault = json!({"service": "graph", "kind": "error"});
        helpline.tell("POST", "faults", &fault).await;
        let asks = passer_by.says(&json!({"type": "text", "text": {"body": "status"}}));
        assert_eq!(passer_by.fire(&Shot::Webhook(asks)).await, 200);
        helpline.clock(MORNING).await;
        assert_eq!(passer_by.fire(&Shot::Sweep).await, 200);
        Self { helpline, she: helpline.woman(&fresh()), earlier, last: None }
    }

    /// Plays these steps; all go well.
    pub(crate) async fn play(&mut self, steps: &[Step]) {
        let mut expected = 200;
        for step in steps {
            if matches!(step, DiesAfterCommit) {
                let kill = json!({"function": INTAKE, "at": "after-commit"});
                self.helpline.tell("POST", "kill", &kill).await;
                expected = 502;
                continue;
            }
            let shot = self.load(step).await;
            let status = self.fire(&shot).await;
            let guessed = matches!(step, GuessesThePin) && (400..500).contains(&status);
            assert!(status == expected || guessed, "{step:?}: {status}");
            expected = 200;
        }
    }

    /// Makes a step's request ready: the clock set, the page read.
    pub(crate) async fn load(&mut self, step: &Step) -> Shot {
        let body = match step {
            Writes(words) => self.says(&json!({"type": "text", "text": {"body": words}})),
            Taps(id) => {
                let id = if id.contains("{}") {
                    id.replace("{}", &self.reference().await)
                } else {
                    (*id).to_owned()
                };
                let reply = json!({"type": "button_reply", "button_reply": {"id": id, "title": "x"}});
                self.says(&json!({"type": "interactive", "interactive": reply}))
            }
            Photographs => self.says(&json!({"type": "image", "image": {
                "id": format!("{}", self.helpline.next_id()), "mime_type": "image/jpeg", "sha256": "x"}})),
            Unreached => {
                let id = format!("wamid.OURS{}", self.helpline.next_id());
                meta_statuses(&[meta_status(&id, "failed", &self.she.phone, Some(131_026))])
            }
            Repeats => self.last.clone().expect("a body before"),
            Acts(action, fields) => {
                let mut fields: Value = serde_json::from_str(fields).expect("fields");
                fields["pin"] = json!(officer::PIN);
                return self.press(action, fields).await;
            }
            GuessesThePin => return self.press("acknowledge", json!({"pin": "1111"})).await,
            SweepAt(moment) => {
                self.helpline.clock(moment).await;
                return Shot::Sweep;
            }
            DiesAfterCommit => panic!("no step of its own"),
        };
        self.last = Some(body.clone());
        Shot::Webhook(body)
    }

    /// Makes the request, once nothing works on any more after an answer: so
    /// that it meets a warm function, always the same. The status.
    pub(crate) async fn fire(&self, shot: &Shot) -> u16 {
        self.helpline.now().await;
        match shot {
            Shot::Webhook(body) => deliver_meta(self.helpline, body.clone()).await.status,
            Shot::Press(path, body) => {
                let json = [("content-type", "application/json")];
                self.helpline.request("POST", path, &json, body.to_string().into_bytes()).await.status
            }
            Shot::Sweep => self.helpline.tell("POST", "sweep", &json!({})).await.status,
        }
    }

    fn says(&self, message: &Value) -> Vec<u8> {
        meta_body(&[self.she.meta_message(message)])
    }

    /// The newest link to her complaint, pressed on the version that stands.
    async fn press(&self, action: &str, mut fields: Value) -> Shot {
        let complaint = self.complaint().await.expect("her complaint");
        let reference = text(&complaint["reference"]);
        let sent = self.helpline.sms().await;
        let newest = sent.iter().rfind(|sms| sms.text.contains(&reference)).expect("an SMS about her");
        let path = format!("/v1{}", officer::Link::in_text(self.helpline, &newest.text).path);
        fields["version"] = complaint["version"].clone();
        // The page is opened first, as an officer does; it also warms the
        // function. Without the PIN: the right one forgets the wrong ones.
        let page = path.trim_start_matches("/v1").to_owned();
        let opened = self.helpline.request("GET", &page, &[], Vec::new()).await;
        assert_eq!(opened.status, 200, "{}", opened.body);
        Shot::Press(format!("{path}/{action}"), fields)
    }

    /// Her complaints.
    pub(crate) async fn complaints(&self) -> Vec<Value> {
        let all = self.helpline.complaints().await;
        all.into_iter().filter(|it| !self.earlier.contains(&text(&it["reference"]))).collect()
    }

    /// Her complaint, if she has one.
    pub(crate) async fn complaint(&self) -> Option<Value> {
        self.complaints().await.into_iter().next()
    }

    async fn reference(&self) -> String {
        text(&self.complaint().await.expect("her complaint")["reference"])
    }

    /// Time passes; nothing sweeps.
    pub(crate) async fn pass(&self, time: TimeDelta) {
        self.helpline.pass(time).await;
    }
}

fn references(complaints: &[Value]) -> Vec<String> {
    complaints.iter().map(|complaint| text(&complaint["reference"])).collect()
}
