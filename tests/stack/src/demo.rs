//! `cargo run -- --demo`: one Complaint's whole life, played against the
//! running stack over HTTP as any driver would, step by step.
//!
//! Each step does something, prints what was sent to whom, and checks it. The
//! first that fails ends the demo with its reason.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use stack::{Error, Options, Stack};

use crate::demo_officer::Link;
use crate::demo_stage::{Failed, Stage, Step, ist, text};
use crate::demo_woman::{SECRET, Woman};

/// When it begins: a working Tuesday.
const MORNING: &str = "2026-12-01 10:00";
/// What she tells; no officer may read it before the PIN, and no SMS holds it.
const STORY: &str = "मेरा आय प्रमाण पत्र दो महीने से नहीं बन रहा, हर बार बाबू लौटा देते हैं";
/// The officer of certificates for her tehsil, in the sample policy.
const OFFICER: &str = "tehsildar-malihabad";

/// The options of a demo: its own clock and secret, nothing of the
/// environment's, so that it plays the same everywhere.
fn options(options: Options) -> Result<Options, Failed> {
    let settings = BTreeMap::from([("META_APP_SECRET".to_owned(), SECRET.to_owned())]);
    let clock = Some((ist(MORNING)?, true));
    Ok(Options { settings, clock, schedule: false, inherit_env: false, ..options })
}

/// Starts the stack, plays, and stops it again.
///
/// # Errors
///
/// The first step that did not go as it must, or why the stack did not start.
pub(crate) async fn run(asked: Options) -> Result<(), Failed> {
    let stack = Stack::start(options(asked)?).await?;
    let played = play(stack.url()).await;
    stack.stop().await;
    played
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self(error.to_string())
    }
}

async fn play(url: &str) -> Step {
    let mut stage = Stage::open(url).await?;
    let mut she = Woman::new("+919000000001");
    let reference = she_tells(&mut stage, &mut she).await?;
    let link = the_link_alone_does_nothing(&mut stage, &reference).await?;
    nobody_acts(&mut stage, &reference).await?;
    the_officer_acts(&mut stage, &mut she, link, &reference).await?;
    one_level_up(&mut stage).await?;
    one_word_and_one_tap(&mut stage).await?;
    stage.title("Every step went as it must.");
    Ok(())
}

/// Her first message, and four answers; then it is a Complaint.
async fn she_tells(stage: &mut Stage, she: &mut Woman) -> Step<String> {
    stage.title("She writes by WhatsApp, in Hindi");
    let asked = she.writes(stage, "नमस्ते").await?;
    stage.check(asked.kind == "list" && asked.options.len() == 6, "she is asked what it is about")?;
    let asked = she.taps(stage, "category:certificate").await?;
    stage.check(asked.kind == "list" && asked.offers("area:malihabad"), "she is asked where")?;
    let asked = she.taps(stage, "area:malihabad").await?;
    stage.check(asked.kind == "text", "she is asked what happened")?;
    let asked = she.writes(stage, STORY).await?;
    stage.check(asked.offers("register:yes"), "she is asked whether to register it")?;
    let answer = she.taps(stage, "register:yes").await?;
    let complaint = stage.newest_complaint().await?;
    let reference = text(&complaint["reference"]);
    stage.check(answer.text.contains(&reference), "her answer names the number")?;
    stage.check(
        answer.text.contains("7 दिसंबर 2026"),
        "and the date: the 6th is a Sunday, so Monday the 7th",
    )?;
    stage.check(due_at(&complaint)? == ist("2026-12-07 17:00")?, "the limit is 17:00 that day")?;
    stage.check(complaint["officer"] == OFFICER, "it is with the tehsildar of her tehsil")?;
    stage.check(stage.told() == [OFFICER], "who has one SMS")?;
    let sms = stage.sms_to(OFFICER)?.text;
    let hers = ["आय", "प्रमाण", "मलिहाबाद", "900000000"];
    stage.check(!hers.iter().any(|word| sms.contains(word)), "which holds nothing of hers")?;
    Ok(reference)
}

/// The SMS may be forwarded, and previews fetch links.
async fn the_link_alone_does_nothing(stage: &mut Stage, reference: &str) -> Step<Link> {
    stage.title("The officer's link, opened without the PIN");
    let before = stage.complaint(reference).await?;
    let mut link = Link::in_text(&stage.sms_to(OFFICER)?.text)?;
    stage.says("The link is opened, and a messenger fetches its preview");
    let page = link.opens(stage).await?;
    stage.check(page.contains(reference), "the page shows the number")?;
    stage.check(!page.contains(STORY) && !page.contains("+91"), "and nothing of hers")?;
    stage.says("Somebody guesses the PIN: 1111");
    let guessed = link.press(stage, &[("action", "acknowledge"), ("pin", "1111")]).await?;
    stage.check(guessed.status == 403 && !guessed.body.contains(STORY), "a wrong PIN is refused")?;
    stage.check(stage.complaint(reference).await? == before, "nothing has changed")?;
    stage.news().await?;
    stage.check(stage.told().is_empty(), "and nobody was told")?;
    Ok(link)
}

/// What the clock does alone, up to the District Magistrate.
async fn nobody_acts(stage: &mut Stage, reference: &str) -> Step {
    stage.title("Nobody acts, and the clock goes on");
    let steps = [
        ("2026-12-06 16:59", "", 0, "not a minute early"),
        ("2026-12-06 17:00", OFFICER, 0, "24 hours before the limit the officer is reminded"),
        ("2026-12-07 17:00", "adm-fr-lko", 1, "the limit is over: level 1, the category's supervisor"),
        ("2026-12-08 17:00", "adm-lko", 2, "a day later: level 2, the cell's in-charge"),
        ("2026-12-09 17:00", "dm-lko", 3, "two days later: level 3, the District Magistrate"),
        ("2026-12-10 17:00", "dm-lko", 3, "and daily from then on"),
    ];
    for (moment, officer, level, what) in steps {
        stage.sweep_at(moment).await?;
        let told: Vec<&str> = [officer].into_iter().filter(|officer| !officer.is_empty()).collect();
        stage.check(stage.told() == told, what)?;
        let complaint = stage.complaint(reference).await?;
        stage.check(complaint["level"] == level, &format!("it stands at level {level}"))?;
    }
    stage.sweep_at("2026-12-10 17:00").await?;
    stage.check(stage.told().is_empty(), "a second sweep of the same minute tells nobody again")?;
    let complaint = stage.complaint(reference).await?;
    stage.check(complaint["officer"] == OFFICER, "the officer stays answerable")
}

/// The officer acts by the first SMS' link; a claim is not a closure.
async fn the_officer_acts(stage: &mut Stage, she: &mut Woman, mut link: Link, reference: &str) -> Step {
    stage.title("The officer acts at last, by the link of the first SMS");
    stage.clock("2026-12-10 17:30").await?;
    stage.says("The officer opens it, enters the PIN and acknowledges, in one step");
    link.opens(stage).await?;
    link.does(stage, &[("action", "acknowledge"), ("pin", "2468")]).await?;
    stage.check_status(reference, "acknowledged").await?;
    let page = link.opens(stage).await?;
    stage.check(page.contains(STORY), "after the PIN the page shows what she said")?;
    let words = "लेखपाल की रिपोर्ट मिल गई";
    stage.says(&format!("The officer reports the first action: {words}"));
    link.does(stage, &[("action", "first_action"), ("text", words)]).await?;
    stage.check_status(reference, "in_progress").await?;
    disposes(stage, &link, reference, "2026-12-11 11:00", "प्रमाण पत्र पोर्टल पर है").await?;
    let asked = she.hears(stage).await?;
    stage.check(asked.kind == "template", "she is asked by a template, since her 24 hours are over")?;

    stage.title("She says that it is not true");
    let due = due_at(&stage.complaint(reference).await?)?;
    stage.clock("2026-12-11 11:30").await?;
    she.taps(stage, &format!("solved_no:{reference}")).await?;
    let complaint = stage.check_status(reference, "in_progress").await?;
    stage.check(stage.told() == ["dm-lko"], "there is no level above the top: the DM is told")?;
    stage.check(due_at(&complaint)? == due, "the limit is the first one")?;

    stage.title("Disposed of again, and truly");
    disposes(stage, &link, reference, "2026-12-11 16:00", "प्रमाण पत्र हाथ में दे दिया").await?;
    stage.clock("2026-12-11 16:30").await?;
    she.taps(stage, &format!("solved_yes:{reference}")).await?;
    stage.check_status(reference, "closed").await?;
    stage.sweep_at("2026-12-20 10:00").await?;
    stage.check(stage.told().is_empty(), "the clock has nothing more to say")
}

/// The officer claims that it is solved, by the JSON API with the PIN.
async fn disposes(stage: &mut Stage, link: &Link, reference: &str, moment: &str, words: &str) -> Step {
    stage.clock(moment).await?;
    stage.says(&format!("The officer disposes of it: {words}"));
    link.disposes(stage, "granted", words).await?;
    stage.check_status(reference, "disposed").await?;
    Ok(())
}

/// A quick disposal that was not true goes to the supervisor at once.
async fn one_level_up(stage: &mut Stage) -> Step {
    stage.title("Another woman; a quick answer that was not true");
    stage.clock("2026-12-21 10:00").await?;
    let mut she = Woman::new("+919000000002");
    let asked = she.writes(stage, "काकोरी में मेरी विधवा पेंशन तीन महीने से नहीं आई").await?;
    stage.check(
        asked.offers("category:pension"),
        "her first message is kept; she is asked what it is about",
    )?;
    let asked = she.taps(stage, "category:pension").await?;
    stage
        .check(asked.offers("register:yes"), "she has named her place already, so she is not asked for it")?;
    she.taps(stage, "register:yes").await?;
    let complaint = stage.newest_complaint().await?;
    let (reference, due) = (text(&complaint["reference"]), due_at(&complaint)?);
    stage.check(stage.told() == ["pension-north"], "the pension officer of her area is told")?;
    let link = Link::in_text(&stage.sms_to("pension-north")?.text)?;
    disposes(stage, &link, &reference, "2026-12-21 10:20", "खाते में भेज दी गई").await?;
    let asked = she.hears(stage).await?;
    stage.check(asked.kind == "buttons", "she is asked whether it is truly solved")?;
    she.taps(stage, &format!("solved_no:{reference}")).await?;
    let complaint = stage.check_status(&reference, "in_progress").await?;
    stage.check(stage.told() == ["dswo-lko"], "one level up: the supervisor is told")?;
    stage.check(complaint["level"] == 1 && due_at(&complaint)? == due, "on the clock of the first day")?;
    let link = Link::in_text(&stage.sms_to("dswo-lko")?.text)?;
    disposes(stage, &link, &reference, "2026-12-21 15:00", "आज तीनों माह की राशि भेजी").await?;
    she.taps(stage, &format!("solved_yes:{reference}")).await?;
    stage.check_status(&reference, "closed").await?;
    Ok(())
}

/// Violence: help first, and minutes instead of days.
async fn one_word_and_one_tap(stage: &mut Stage) -> Step {
    stage.title("A third woman: one word of distress, at night, on a second Saturday");
    stage.clock("2027-01-09 22:05").await?;
    let mut she = Woman::new("+919000000003");
    let helped = she.writes(stage, "बचाओ").await?;
    let numbers = ["112", "1090", "181"];
    stage.check(numbers.iter().all(|number| helped.text.contains(number)), "the helplines, at once")?;
    let answer = she.taps(stage, "register:violence").await?;
    let complaint = stage.newest_complaint().await?;
    let reference = text(&complaint["reference"]);
    stage.check(answer.text.contains(&reference), "one tap, and it is registered")?;
    stage.check(due_at(&complaint)? == ist("2027-01-10 22:05")?, "24 hours, whatever the day")?;
    stage.check(stage.told() == ["duty-6"], "the woman officer on duty that night is told")?;
    let steps = [
        ("2027-01-09 22:19", "", "not a minute early"),
        ("2027-01-09 22:20", "adcp-women-lko", "15 minutes unacknowledged: level 1"),
        ("2027-01-09 22:35", "adm-lko", "30 minutes: level 2"),
        ("2027-01-09 22:50", "dm-lko", "45 minutes: level 3, the District Magistrate's phone"),
    ];
    for (moment, officer, what) in steps {
        stage.sweep_at(moment).await?;
        let told: Vec<&str> = [officer].into_iter().filter(|officer| !officer.is_empty()).collect();
        stage.check(stage.told() == told, what)?;
    }
    Ok(())
}

fn due_at(complaint: &Value) -> Step<DateTime<Utc>> {
    text(&complaint["due_at"]).parse().map_err(|_| Failed("the complaint has no due_at".to_owned()))
}
