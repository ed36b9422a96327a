//! Every category, from her first message to the officer's phone: in Hindi
//! through Meta, in English through Twilio, on WhatsApp and by SMS.

use journeys::stack::text;
use journeys::{Helpline, Reply, Woman};
use serde_json::{Value, json};

/// A word that no log, no SMS and no link may ever hold.
const MARKER: &str = "चमेली";
/// The same for a woman who writes in English.
const ENGLISH_MARKER: &str = "Chameli";

/// How she says where it is.
enum Place {
    /// She taps or picks a row, by id on Meta and by title on Twilio.
    Row(&'static str),
    /// She types a place.
    Typed(&'static str),
    /// She does not know: the row for that.
    Unsure,
}

/// One conversation, and what must come of it.
struct Case {
    /// The id on Meta, the title on Twilio.
    choice: &'static str,
    category: &'static str,
    place: Place,
    area: Option<&'static str>,
    officer: &'static str,
    due_at: &'static str,
    /// The day of the limit, in her language.
    due_day: &'static str,
    /// How it was counted, in her language.
    counted: &'static str,
}

const fn hindi(
    category: &'static str,
    place: Place,
    area: Option<&'static str>,
    officer: &'static str,
    due: [&'static str; 3],
) -> Case {
    let [due_at, due_day, counted] = due;
    Case { choice: category, category, place, area, officer, due_at, due_day, counted }
}

const IN_A_DAY: [&str; 3] = ["2026-12-02T04:30:00Z", "बुधवार 2 दिसंबर 2026, सुबह 10 बजे", "24 घंटे"];
const IN_FIVE_DAYS: [&str; 3] = ["2026-12-07T11:30:00Z", "सोमवार 7 दिसंबर 2026, शाम 5 बजे", "से 5 दिन"];
const IN_TEN_DAYS: [&str; 3] = ["2026-12-11T11:30:00Z", "शुक्रवार 11 दिसंबर 2026, शाम 5 बजे", "से 10 दिन"];

#[tokio::test]
async fn each_category_in_hindi_through_meta() {
    let gomti_nagar = || Place::Typed("गोमती नगर");
    for case in [
        hindi("violence", gomti_nagar(), Some("sadar"), "duty-1", IN_A_DAY),
        hindi("scheme", Place::Row("area:bkt"), Some("bkt"), "protection-officer", IN_FIVE_DAYS),
        hindi(
            "certificate",
            Place::Row("area:malihabad"),
            Some("malihabad"),
            "tehsildar-malihabad",
            IN_FIVE_DAYS,
        ),
        hindi("certificate", Place::Unsure, None, "edistrict-manager", IN_FIVE_DAYS),
        hindi("pension", Place::Typed("itaunja"), Some("bkt"), "pension-north", IN_TEN_DAYS),
        hindi("pension", Place::Unsure, None, "pension-city", IN_TEN_DAYS),
        hindi("department", Place::Row("area:malihabad"), Some("malihabad"), "bdo-malihabad", IN_FIVE_DAYS),
        hindi("department", gomti_nagar(), Some("sadar"), "dept-nodal", IN_FIVE_DAYS),
        hindi("other", Place::Unsure, None, "cell-1", IN_FIVE_DAYS),
    ] {
        let helpline = Helpline::start_at("2026-12-01 10:00").await;
        let she = helpline.woman("+919000000001");
        let registered = tell_on_meta(&she, &case).await;
        check(&helpline, &case, &registered, 8).await;
        helpline.end(&["9000000001", MARKER]).await;
    }
}

/// Greeting, category, place, then text, voice, photo and pin, then yes.
async fn tell_on_meta(she: &Woman<'_>, case: &Case) -> Reply {
    let asked = she.writes("नमस्ते").await;
    assert_eq!((asked.kind.as_str(), asked.options.len()), ("list", 6), "{asked:?}");
    assert!(asked.text.contains("महिला प्रकोष्ठ") && asked.text.contains("अधिकारी"), "the notice: {asked:?}");
    let asked = she.taps(&format!("category:{}", case.choice)).await;
    assert_eq!((asked.kind.as_str(), asked.options.len()), ("list", 6), "{asked:?}");
    assert!(!asked.text.contains("For English"), "the notice is said once: {asked:?}");
    let asked = match case.place {
        Place::Row(id) => she.taps(id).await,
        Place::Typed(place) => she.writes(place).await,
        Place::Unsure => she.taps("area:unknown").await,
    };
    assert_eq!(asked.kind, "text", "what happened? {asked:?}");
    she.writes(&format!("मेरा नाम {MARKER} है, तीन महीने से काम नहीं हुआ")).await;
    for message in [
        json!({"type": "audio", "audio": {"mime_type": "audio/ogg; codecs=opus", "id": "700001", "voice": true}}),
        json!({"type": "image", "image": {"mime_type": "image/jpeg", "id": "700002", "caption": MARKER}}),
        json!({"type": "location", "location": {"latitude": 26.8467, "longitude": 80.9462}}),
    ] {
        assert_eq!(she.sends(&message).await.status, 200);
    }
    let asked = she.reply().await;
    assert_eq!(asked.kind, "buttons", "{asked:?}");
    she.taps("register:yes").await
}

#[tokio::test]
async fn each_category_in_english_through_twilio() {
    for case in english_cases() {
        let helpline = Helpline::start_at("2026-12-01 10:00").await;
        let she = helpline.woman_on_twilio("+919000000002");
        let registered = tell_on_twilio(&she, &case).await;
        check(&helpline, &case, &registered, 7).await;
        helpline.end(&["9000000002", ENGLISH_MARKER]).await;
    }
}

fn english_cases() -> Vec<Case> {
    let case = |choice, category, place, area, officer, due: [&'static str; 3]| Case {
        choice,
        category,
        place,
        area,
        officer,
        due_at: due[0],
        due_day: due[1],
        counted: due[2],
    };
    let in_a_day = ["2026-12-02T04:30:00Z", "Wed 2 Dec 2026, 10 am", "within 24 hours"];
    let in_five = ["2026-12-07T11:30:00Z", "Mon 7 Dec 2026, 5 pm", "5 days from Tue 1 Dec"];
    let in_ten = ["2026-12-11T11:30:00Z", "Fri 11 Dec 2026, 5 pm", "10 days from Tue 1 Dec"];
    vec![
        case("Violence", "violence", Place::Unsure, None, "duty-1", in_a_day),
        case(
            "Government scheme",
            "scheme",
            Place::Typed("Alambagh"),
            Some("sarojini-nagar"),
            "protection-officer",
            in_five,
        ),
        case(
            "Certificate",
            "certificate",
            Place::Row("Mohanlalganj"),
            Some("mohanlalganj"),
            "tehsildar-mohanlalganj",
            in_five,
        ),
        case("Pension", "pension", Place::Typed("Gosainganj"), Some("mohanlalganj"), "pension-south", in_ten),
        case("Government department", "department", Place::Unsure, None, "dept-nodal", in_five),
        case("Something else", "other", Place::Row("Lucknow Sadar"), Some("sadar"), "cell-1", in_five),
    ]
}

/// Greeting, English, category by number, place, story, then yes by number.
async fn tell_on_twilio(she: &Woman<'_>, case: &Case) -> Reply {
    let asked = she.writes("hello").await;
    assert!(asked.text.contains("नमस्ते") && asked.text.contains("ENGLISH"), "Hindi first: {asked:?}");
    let asked = she.writes("English").await;
    assert_eq!(asked.options.len(), 6, "{asked:?}");
    let asked = she.picks(case.choice).await;
    assert!(asked.text.is_ascii(), "English from now on: {asked:?}");
    match case.place {
        Place::Row(title) => she.picks(title).await,
        Place::Typed(place) => she.writes(place).await,
        Place::Unsure => she.picks("Not sure").await,
    };
    let asked =
        she.writes(&format!("My name is {ENGLISH_MARKER} and nobody has acted for three months")).await;
    assert!(asked.text.contains("About:"), "{asked:?}");
    let asked = she.writes("They keep sending me away").await;
    assert!(asked.options.iter().any(|(_, title)| title == "Yes, register"), "{asked:?}");
    she.picks("Yes, register").await
}

#[tokio::test]
async fn a_pension_complaint_by_sms_in_english() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman_by_sms("+919000000003");
    let cases = english_cases();
    let pension = cases.iter().find(|case| case.category == "pension").expect("the pension");
    let registered = tell_on_twilio(&she, pension).await;
    check(&helpline, pension, &registered, 7).await;
    let sent = helpline.outbound().await;
    assert!(sent.iter().all(|sent| !text(&sent["raw"]).contains("whatsapp")), "answers go by SMS");
    helpline.end(&["9000000003", ENGLISH_MARKER]).await;
}

#[tokio::test]
async fn a_story_that_names_its_place_is_not_asked_for_it() {
    let helpline = Helpline::start_at("2026-12-02 10:00").await;
    let she = helpline.woman("+919000000001");
    let registered = she.registers("pension", "काकोरी में मेरी विधवा पेंशन तीन महीने से नहीं आई").await;
    let complaint = helpline.complaint().await;
    assert_eq!((&complaint["area"], &complaint["officer"]), (&json!("malihabad"), &json!("pension-north")));
    assert!(registered.text.contains(&text(&complaint["reference"])));
    helpline.end(&["9000000001", "पेंशन", "काकोरी"]).await;
}

#[tokio::test]
async fn one_part_suffices_for_an_officer_who_reads_english() {
    // The duty officer of Friday night, and the manager of the e-district.
    for (moment, category, officer) in
        [("2026-12-04 23:00", "violence", "duty-6"), ("2026-12-01 10:00", "certificate", "edistrict-manager")]
    {
        let helpline = Helpline::start_at(moment).await;
        let she = helpline.woman("+919000000004");
        she.writes("नमस्ते").await;
        for tap in [&format!("category:{category}"), "area:unknown"] {
            she.taps(tap).await;
        }
        she.writes(&format!("{MARKER} को बहुत परेशानी है")).await;
        she.taps("register:yes").await;
        let complaint = helpline.complaint().await;
        assert_eq!(complaint["officer"], officer);
        assert_eq!(helpline.told().await, [officer]);
        let parts = check_sms(&helpline, &complaint).await;
        assert_eq!((text(&parts["encoding"]).as_str(), &parts["parts"]), ("GSM7", &json!(1)));
        helpline.end(&["9000000004", MARKER]).await;
    }
}

/// One complaint, as the issue wants it; one SMS, to the right officer; her
/// answer carries number, date and count.
async fn check(helpline: &Helpline, case: &Case, registered: &Reply, messages: usize) {
    let complaint = helpline.complaint().await;
    let of = |field: &str| text(&complaint[field]);
    assert_eq!(of("category"), case.category);
    assert_eq!(complaint["area"], json!(case.area), "{}", case.category);
    assert_eq!(of("officer"), case.officer, "{}", case.category);
    assert_eq!((of("due_at").as_str(), of("status").as_str()), (case.due_at, "registered"));
    assert_eq!(complaint["level"], 0);
    assert_eq!(
        complaint["messages"].as_array().expect("messages").len(),
        messages,
        "all she said is with it"
    );
    for words in [of("reference").as_str(), case.due_day, case.counted] {
        assert!(registered.text.contains(words), "{words} is not in {}", registered.text);
    }
    let urgent = ["112", "1090", "181"].iter().all(|number| registered.text.contains(number));
    assert_eq!(urgent, case.category == "violence", "helplines: {}", registered.text);
    assert_eq!(helpline.told().await, [case.officer]);
    check_sms(helpline, &complaint).await;
}

/// The only SMS: registered words, all attributes, nothing of hers, short.
async fn check_sms(helpline: &Helpline, complaint: &Value) -> Value {
    let sent = helpline.local("sms").await;
    let sms = &sent[0];
    let words = text(&sms["text"]);
    assert!(words.contains(&text(&complaint["reference"])) && words.contains("/c/"), "{words}");
    for hers in [MARKER, ENGLISH_MARKER, "900000000", "पेंशन", "हिंसा", "ension", "iolence", "महीने", "months"]
    {
        assert!(!words.contains(hers), "{hers} is in {words}");
    }
    let attribute = |name: &str| text(&sms["attributes"][name]);
    for id in ["AWS.MM.SMS.EntityId", "AWS.MM.SMS.TemplateId"] {
        let value = attribute(id);
        assert!(value.len() == 19 && value.bytes().all(|b| b.is_ascii_digit()), "{id} is {value}");
    }
    assert_eq!(attribute("AWS.SNS.SMS.SenderID"), "LKOMPK");
    assert_eq!(attribute("AWS.SNS.SMS.SMSType"), "Transactional");
    assert!(attribute("AWS.SNS.SMS.MaxPrice").parse::<f64>().is_ok_and(|price| price > 0.0));
    let parts = helpline.tell("POST", "sms-parts", &json!({"text": words})).await.json();
    let most = if parts["encoding"] == "GSM7" { 1 } else { 2 };
    assert!(parts["parts"].as_u64().is_some_and(|parts| parts <= most), "{parts}: {words}");
    parts
}
