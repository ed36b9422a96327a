//! Whom words accuse, and whom they merely name.

use super::*;
use crate::policy::tests::lucknow;

fn heard(text: &str) -> String {
    let name = |one: Accused| match one {
        Accused::Officer(id) => id.to_string(),
        Accused::Office(id) => format!("[{id}]"),
    };
    accused(text, lucknow()).into_iter().map(name).collect::<Vec<_>>().join(" ")
}

#[test]
fn accusations_are_heard() {
    for (text, whom) in [
        ("मनोज वर्मा जी के खिलाफ शिकायत है, पेंशन रोक दी", "pension-city"),
        ("manoj varma ne paise mange", "pension-city"),
        ("पेंशन अधिकारी वर्मा ने रिश्वत मांगी", "pension-city"),
        ("Pension officer Shri Manoj Verma asked for a bribe", "pension-city"),
        ("तहसीलदार मलिहाबाद रिश्वत मांग रहे हैं", "tehsildar-malihabad"),
        ("Complaint against the tehsildar of Malihabad", "tehsildar-malihabad"),
        ("Malihabad tehsil me ghoos maangi ja rahi hai", "[tehsil-malihabad]"),
        ("तहसील सदर के बाबू ने बदतमीज़ी की", "[tehsil-sadar]"),
        ("समाज कल्याण विभाग वाले पैसे मांग रहे हैं", "[dswo]"),
        ("pension office ke khilaf", "[dswo]"),
        ("pension daftar ke babu ne gaali di", "[dswo]"),
        ("DM ke khilaf shikayat hai", "dm-lko"),
        ("जिलाधिकारी ने धमकी दी", "dm-lko"),
        ("BDO Malihabad harassed me", "bdo-malihabad"),
        ("बीडीओ सुरेश पाल ने अश्लील बातें कीं", "bdo-malihabad"),
    ] {
        assert_eq!(heard(text), whom, "{text}");
    }
}

#[test]
fn to_name_accuses_nobody() {
    for text in [
        "",
        "मेरी पेंशन समाज कल्याण कार्यालय में अटकी है",
        "pension office me form jama kiya tha",
        "मैंने जिलाधिकारी को शिकायत दी कि लेखपाल रिश्वत मांग रहा है",
        "I wrote to the DM about the bribe",
        "मेरा पति धमकी देता है, मैं तहसील सदर में रहती हूँ",
        "पति के खिलाफ शिकायत करनी है, वह मारता है",
        "apar jiladhikari ne dhamki di",
        "lekhpal ne ghoos mangi",
        "Verma ji ne paise mange",
        "मनोज ने पैसे मांगे",
        "पुलिस ने रिश्वत मांगी",
    ] {
        assert_eq!(heard(text), "", "{text}");
    }
}

/// What the samples say accuses hardly anybody: they name no officer of ours.
#[test]
fn samples_of_triage_accuse_nobody() {
    let samples = include_str!("../../samples/triage.tsv");
    let accusing: Vec<(String, &str)> =
        samples.lines().map(|line| (heard(line), line)).filter(|(whom, _)| !whom.is_empty()).collect();
    println!("{} of {} samples accuse: {accusing:?}", accusing.len(), samples.lines().count());
    assert!(accusing.len() * 100 <= samples.lines().count());
}
