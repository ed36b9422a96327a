//! Duty and officers, edited at the desk: first what would change, or why it
//! may not, then a second press; and who changed what.

use helpline::{Store as _, pin};
use journeys::stack::{Answer, text};
use journeys::staff::{Staff, field};
use journeys::{Helpline, PIN};

use crate::desk::{DM, IN_CHARGE};
use crate::officer_link::OFFICER;

async fn running(helpline: &Helpline) -> String {
    text(&helpline.local("policy").await["version"])
}

/// Sends the form, and what it shows once more with `publish`.
async fn publishes(staff: &Staff<'_>, path: &str, fields: &[(&str, &str)]) -> (Answer, Answer) {
    let shown = staff.posts(path, fields).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    let seen = field(&shown.body, "seen");
    let mut all = vec![("publish", "1"), ("seen", seen.as_str())];
    all.extend(fields);
    let published = staff.posts(path, &all).await;
    (shown, published)
}

#[tokio::test]
async fn leave_is_shown_then_published_in_the_name_of_who_pressed() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let staff = Staff::enters(&helpline, IN_CHARGE).await;
    let before = running(&helpline).await;
    let leave = [
        ("officer", "pension-north"),
        ("from", "2026-12-08"),
        ("to", "2026-12-12"),
        ("stand_in", "pension-city"),
    ];
    let shown = staff.posts("/desk/people/leave?lang=en", &leave).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    let change = "leave added: pension-north from 2026-12-08 to 2026-12-12, pension-city stands in";
    assert!(shown.body.contains(change), "{}", shown.body);
    assert_eq!(running(&helpline).await, before, "looking changes nothing");
    // In Hindi by name, as a clerk knows them.
    let (shown, published) = publishes(&staff, "/desk/people/leave", &leave).await;
    let in_hindi = "मंगलवार 8 दिसंबर 2026 से शनिवार 12 दिसंबर 2026 तक, स्थानापन्न ";
    assert!(shown.body.contains(in_hindi) && !shown.body.contains("leave added"), "{}", shown.body);
    assert_eq!(published.status, 303, "{}", published.body);
    assert_eq!(running(&helpline).await, "2026-12-01.1");
    // The same press again was looked at over a version that runs no more.
    let again = [("publish", "1"), ("seen", before.as_str())];
    let again = staff.posts("/desk/people/leave", &[&leave[..], &again[..]].concat()).await;
    assert_eq!(again.status, 409, "{}", again.body);
    let page = staff.gets("/desk/people").await;
    assert!(page.body.contains("value=\"pension-north\"") && page.body.len() < 60_000, "{}", page.body.len());
    let versions = staff.gets("/desk/people/versions?lang=en").await.body;
    assert!(versions.contains(change) && versions.contains("2026-12-01.1"), "{versions}");
    // What came with the software was published by nobody, and at no time.
    assert!(versions.contains("installed with the software") && !versions.contains("1970"), "{versions}");
    let versions_in_hindi = staff.gets("/desk/people/versions").await.body;
    assert!(versions_in_hindi.contains(in_hindi) && !versions_in_hindi.contains("leave added"));
    assert!(
        versions.contains("Additional District Magistrate")
            || versions.contains("<td>") && !versions.contains(">adm-lko<")
    );
    // It is taken back by the button beside it.
    let remove = [("officer", "pension-north"), ("from", "2026-12-08")];
    assert_eq!(publishes(&staff, "/desk/people/remove-leave", &remove).await.1.status, 303);
    assert_eq!(running(&helpline).await, "2026-12-01.2");
    assert!(!staff.gets("/desk/people").await.body.contains("value=\"pension-north\""));
    helpline.end(&[]).await;
}

#[tokio::test]
async fn what_does_not_hold_is_said_in_words_and_nothing_is_published() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let staff = Staff::enters(&helpline, IN_CHARGE).await;
    let before = running(&helpline).await;
    let check = async |path: &str, fields: &[(&str, &str)], says: &str| {
        let refused = staff.posts(&format!("/desk/people/{path}?lang=en"), fields).await;
        assert_eq!(refused.status, 422, "{path}: {}", refused.body);
        assert!(refused.body.contains(says), "no {says} in {}", refused.body);
    };
    check("leave", &[("officer", "cell-1"), ("from", "2026-12-12"), ("to", "2026-12-08")], "leave").await;
    check("leave", &[("officer", "nobody"), ("from", "2026-12-08"), ("to", "2026-12-08")], "nobody").await;
    check(
        "leave",
        &[("officer", "cell-1"), ("from", "8 Dec"), ("to", "2026-12-08")],
        "not filled in right: From",
    )
    .await;
    for (who, from, says) in
        [("cell-1", "2026-12-12", "शुरू होने से पहले"), ("nobody", "2026-12-08", "कोई अधिकारी नहीं है")]
    {
        let fields = [("officer", who), ("from", from), ("to", "2026-12-08")];
        let refused = staff.posts("/desk/people/leave", &fields).await;
        assert!(refused.status == 422 && refused.body.contains(says), "no {says} in {}", refused.body);
    }
    check("phone", &[("officer", "cell-1"), ("phone", "12")], "not filled in right: Mobile").await;
    check("phone", &[("officer", "dm-lko"), ("phone", "9000012345")], "stands above you").await;
    check("pin", &[("officer", "dm-lko"), ("pin", "1357")], "stands above you").await;
    check("retire", &[("officer", "dswo-lko")], "not in post").await;
    check("nodal", &[("officer", "pension-north"), ("by", "nobody")], "nobody").await;
    // A holiday that comes soon needs its order.
    let fair = [("date", "2026-12-07"), ("name_hi", "मेला"), ("name_en", "Fair"), ("kind", "local")];
    let (_, refused) = publishes(&staff, "/desk/people/holiday", &fair).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("आदेश की संख्या ज़रूरी"), "{}", refused.body);
    assert_eq!(staff.posts("/desk/people/nothing", &[]).await.status, 404);
    assert_eq!(running(&helpline).await, before);
    helpline.end(&[]).await;
}

#[tokio::test]
async fn a_new_pin_opens_and_is_in_no_page() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let staff = Staff::enters(&helpline, DM).await;
    let shown = staff.posts("/desk/people/pin", &[("officer", OFFICER), ("pin", "86421357")]).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    assert!(!shown.body.contains("86421357") && shown.body.contains("नया पिन"));
    let hash = field(&shown.body, "pin_hash");
    let seen = field(&shown.body, "seen");
    let fields = [("officer", OFFICER), ("pin_hash", &hash), ("publish", "1"), ("seen", &seen)];
    assert_eq!(staff.posts("/desk/people/pin", &fields).await.status, 303);
    // Each process knows it within five minutes; the table at once.
    let policies = helpline.table().policies().await.unwrap();
    let mut officers = policies.iter().flat_map(|policy| policy.officers());
    let officer = officers.find(|officer| officer.id.as_str() == OFFICER).unwrap();
    assert_eq!(pin::is_right("86421357", &officer.pin_hash), Ok(true));
    assert_eq!(pin::is_right(PIN, &officer.pin_hash), Ok(false));
    helpline.end(&["86421357"]).await;
}

#[tokio::test]
async fn an_officer_comes_and_is_named_and_another_leaves() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let staff = Staff::enters(&helpline, IN_CHARGE).await;
    let new = [
        ("id", "pension-east"),
        ("name_hi", "श्रीमती रेखा वर्मा"),
        ("name_en", "Rekha Verma"),
        ("office", "dswo"),
        ("phone", "9000012345"),
        ("language", "hi"),
        ("role", "officer"),
        ("woman", "1"),
        ("pin", "1357"),
    ];
    let (shown, published) = publishes(&staff, "/desk/people/officer", &new).await;
    assert!(shown.body.contains("नए अधिकारी श्रीमती रेखा वर्मा (pension-east)"), "{}", shown.body);
    assert_eq!(published.status, 303, "{}", published.body);
    let named = [("officer", "pension-north"), ("by", "pension-east")];
    assert_eq!(publishes(&staff, "/desk/people/nodal", &named).await.1.status, 303);
    assert_eq!(publishes(&staff, "/desk/people/retire", &[("officer", "pension-north")]).await.1.status, 303);
    assert_eq!(running(&helpline).await, "2026-12-01.3");
    let known = helpline.local("policy").await["officers"].clone();
    assert!(known.as_array().unwrap().iter().any(|officer| officer["id"] == "pension-east"));
    helpline.end(&["9000012345", "रेखा"]).await;
}
