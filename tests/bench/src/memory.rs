//! Memory: the most that a function has had resident after few and after many
//! invocations. Flat means that nothing is kept.

use crate::artefacts::BARE;
use crate::error::Result;
use crate::event::{Step, step_body, webhook};
use crate::lab::Lab;
use crate::row::{Row, mebibytes};
use crate::sandbox::End;

/// Women of these runs begin here, so that each is new.
const FIRST_WOMAN: usize = 100_000;
/// Few, and many, invocations.
const COUNTS: [usize; 2] = [100, 10_000];

/// The peaks of webhook-intake, and of the bare function beside it. Each woman
/// of the run writes until her complaint is registered, SMS and all.
pub(crate) async fn measure(lab: &Lab) -> Vec<Row> {
    let mut rows = Vec::new();
    for (place, (function, goal)) in [(BARE, ""), ("webhook-intake", "16 MiB, flat")].into_iter().enumerate()
    {
        let what = format!("{function}, peak memory after 100; after 10,000 invocations");
        rows.push(match peaks(lab, function, FIRST_WOMAN * (place + 1)).await {
            Ok([few, many]) => Row::new(what, format!("{}; {}", mebibytes(few), mebibytes(many)), goal),
            Err(why) => Row::missing(what, why),
        });
    }
    rows
}

async fn peaks(lab: &Lab, function: &str, first: usize) -> Result<[u64; 2]> {
    let mut peaks = [0; 2];
    for (place, (peak, count)) in peaks.iter_mut().zip(COUNTS).enumerate() {
        let women = first + place * FIRST_WOMAN / 2;
        let events = (0..count).map(|n| event(lab, women + n / Step::ALL.len(), n)).collect();
        *peak = lab.run(function, events, End::WhenIdle).await?;
    }
    Ok(peaks)
}

fn event(lab: &Lab, woman: usize, n: usize) -> Vec<u8> {
    webhook(&lab.secret, &step_body(woman, Step::ALL[n % Step::ALL.len()]))
}
