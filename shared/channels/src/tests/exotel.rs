//! Exotel: what the samples do not show.

use super::parse;
use crate::tests::support::{messages, shape};

#[test]
fn shapes() {
    for (body, expected) in [
        (r#"{"whatsapp":{}}"#, "odd"),
        (r#"{"whatsapp":{"messages":[]}}"#, ""),
        (r#"{"whatsapp":{"messages":[7,{}]}}"#, "odd, odd"),
        (r#"{"whatsapp":{"messages":[{"callback_type":"dlr","sid":"1"}]}}"#, "odd"),
        (
            r#"{"whatsapp":{"messages":[{"callback_type":"dlr","exo_detailed_status":"EX_MESSAGE_SENT"}]}}"#,
            "odd",
        ),
        (
            r#"{"whatsapp":{"messages":[{"callback_type":"dlr","sid":"1","exo_detailed_status":"DELIVERED"}]}}"#,
            "Delivered 1",
        ),
        (
            r#"{"whatsapp":{"messages":[{"callback_type":"dlr","sid":"1","exo_detailed_status":"EX_MESSAGE_QUEUED"}]}}"#,
            "",
        ),
        ("SmsSid=1&From=09000000001&To=56070&Body=", "1"),
        ("SmsSid=1&From=09000000001&To=56070", "1"),
        ("SmsSid=1&From=09000000001&Body=x", "odd"),
        ("SmsSid=1&From=VM-BANK&To=56070&Body=x", "odd"),
        ("From=09000000001&To=56070&Body=x", "odd"),
        ("SmsSid=1&To=09000000001&Status=sent", "Sent 1"),
        ("SmsSid=1&To=09000000001&Status=failed_dnd", "Failed 1"),
        ("SmsSid=1&To=09000000001&Status=submitted", ""),
        ("To=09000000001&Status=sent", "odd"),
        // Her words may stand beside a field of that name.
        ("SmsSid=1&From=09000000001&To=56070&Body=x&Status=received", "1"),
    ] {
        assert_eq!(shape(&parse(body.as_bytes())), expected, "{body}");
    }
}

#[test]
fn numbers_at_home_are_indian() {
    for (from, to, sender, receiver) in [
        ("09052161119", "56070", "+919052161119", "56070"),
        ("9052161119", "05220000001", "+919052161119", "+915220000001"),
        ("%2B919052161119", "%2B915220000001", "+919052161119", "+915220000001"),
    ] {
        let inbound = parse(format!("SmsSid=1&From={from}&To={to}&Body=x").as_bytes());
        let message = messages(&inbound)[0];
        assert_eq!((message.sender.identity(), message.receiver.as_str()), (Some(sender), receiver));
    }
}
