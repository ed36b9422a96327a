//! One bit changed in what proves a request, in what is proved by it, or in the
//! address that it is sent to: refused, or nobody's; nothing is stored, whatever
//! the provider.

use std::collections::BTreeMap;

use journeys::Helpline;
use journeys::stack::Answer;

use crate::provider_wires::{Proof, Request, Signed, WIRES, Wire};
use crate::sample::{nothing_is_stored, seen};

/// The text with each of its bits changed in turn that leaves a sign which may
/// stand there.
fn flipped(text: &str, may: fn(u8) -> bool) -> Vec<String> {
    let mut all = Vec::new();
    for place in 0..text.len() {
        for bit in [0, 1, 5] {
            let mut bytes = text.as_bytes().to_vec();
            bytes[place] ^= 1 << bit;
            if may(bytes[place]) {
                all.extend(String::from_utf8(bytes).ok());
            }
        }
    }
    all
}

async fn send(helpline: &Helpline, request: &Request) -> Answer {
    let headers: Vec<(&str, &str)> =
        request.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    helpline.request("POST", &request.path, &headers, request.body.clone()).await
}

fn is_sign_of_a_path(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_~".contains(&byte)
}

/// Every change of the address: another route, another secret, or signed for
/// another address.
fn addresses(request: &Request, wire: &Wire) -> Vec<Request> {
    // The first stroke parts it from the host.
    let mut all = flipped(&request.path[1..], is_sign_of_a_path);
    all.iter_mut().for_each(|path| path.insert(0, '/'));
    all.extend([format!("{}/", request.path), format!("{}x", request.path)]);
    if wire.proof == Proof::Twilio {
        all.push(format!("{}?x=1", request.path));
    }
    all.retain(|path| *path != request.path);
    all.into_iter().map(|path| Request { path, ..request.clone() }).collect()
}

/// Every change of the proof in a header, and none at all.
fn proofs(request: &Request) -> Vec<Request> {
    let Some((name, right)) = request.headers.last().filter(|(name, _)| *name != "content-type") else {
        return Vec::new();
    };
    // The last letters of base64 carry bits that mean nothing; stay before them.
    let last = right.len() - 3;
    let mut wrong = flipped(&right[..last], |byte| byte.is_ascii_graphic());
    wrong.iter_mut().for_each(|it| it.push_str(&right[last..]));
    wrong.extend([String::new(), format!("{right}0"), right[..last].to_owned(), format!("{right},{right}")]);
    wrong
        .into_iter()
        .map(|wrong| {
            let mut forged = request.clone();
            forged.headers.pop();
            forged.headers.push((name, wrong));
            forged
        })
        .collect()
}

/// Changes of a signed body.
fn bodies(request: &Request, wire: &Wire) -> Vec<Request> {
    if !matches!(wire.proof, Proof::Meta | Proof::Twilio) {
        return Vec::new();
    }
    let places = (0..request.body.len()).step_by(7);
    places
        .flat_map(|place| [0, 3, 6].map(|bit| (place, bit)))
        .map(|(place, bit)| {
            let mut forged = request.clone();
            forged.body[place] ^= 1 << bit;
            forged
        })
        .collect()
}

#[tokio::test]
async fn one_bit_of_body_header_or_address_is_one_too_many() {
    let settings: BTreeMap<String, String> =
        WIRES.iter().map(|wire| (wire.setting.to_owned(), wire.secrets().join(","))).collect();
    let helpline = Helpline::start_with("2026-12-01 10:00", settings).await;
    let mut refused = Vec::new();
    let mut tried = 0;
    for wire in [0, 1, 3, 6, 8, 10].map(|place| &WIRES[place]) {
        let request = wire.request(&helpline, "", wire.text(1, b"hers", b""), Signed::New);
        for forged in [addresses(&request, wire), proofs(&request), bodies(&request, wire)].concat() {
            let answer = send(&helpline, &forged).await;
            // 404 where the change made of the address no route at all.
            let expected: &[u16] = if forged.path == request.path { &[401] } else { &[401, 404] };
            assert!(expected.contains(&answer.status), "{}: {} {}", wire.name, forged.path, answer.status);
            if answer.status == 401 {
                refused.push(seen(&answer));
            }
            tried += 1;
        }
    }
    assert!(tried > 500, "{tried} tried");
    assert!(refused.iter().all(|it| *it == refused[0]), "all refusals are alike");
    nothing_is_stored(&helpline).await;
    // As it was meant, each is taken.
    for wire in [0, 1, 3, 6, 8, 10].map(|place| &WIRES[place]) {
        let request = wire.request(&helpline, "", wire.text(1, b"hers", b""), Signed::New);
        assert_eq!(send(&helpline, &request).await.status, 200, "{}", wire.name);
    }
    assert_eq!(helpline.local("messages").await.as_array().unwrap().len(), 6);
    helpline.end(&["hers", "table-new-secret"]).await;
}
