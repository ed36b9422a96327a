//! Instructions: of a cold start to the first answer, and of each webhook after.

use crate::artefacts::BARE;
use crate::error::Result;
use crate::event::{Step, minute, status_body, step_body, webhook};
use crate::lab::Lab;
use crate::row::{Row, millions};
use crate::sandbox::End;

const INTAKE: &str = "webhook-intake";
/// Warm figures are means over so many further webhooks.
const WARM: usize = 20;

/// Each figure is the least of so many runs: on a busy machine a request may
/// time out and be tried again, which is no cost of the function's.
const RUNS: usize = 3;

/// A kind of webhook, measured cold and warm.
struct Kind {
    name: &'static str,
    /// What the woman has sent before; answered by another process.
    before: &'static [Step],
    /// What is measured.
    step: Measured,
}

#[derive(Clone, Copy)]
enum Measured {
    Step(Step),
    /// A message that has been stored before.
    Duplicate(Step),
    /// A delivery status that changes nothing.
    Status,
}

const KINDS: [Kind; 4] = [
    Kind { name: "first message", before: &[], step: Measured::Step(Step::Words) },
    Kind {
        name: "registration",
        before: &[Step::Words, Step::Category],
        step: Measured::Step(Step::Confirmation),
    },
    Kind { name: "duplicate", before: &[Step::Words], step: Measured::Duplicate(Step::Words) },
    Kind { name: "status", before: &[], step: Measured::Status },
];

/// Measures everything, in millions of instructions under valgrind's
/// callgrind. What cannot be measured says why.
pub(crate) async fn measure(lab: &Lab) -> Vec<Row> {
    let bare = webhook(&lab.secret, &step_body(0, Step::Words));
    let mut rows = vec![cold(lab, BARE, "bare function (Query, PutItem), cold", bare).await];
    for (place, kind) in KINDS.iter().enumerate() {
        // Women of its own for each kind and run.
        match webhooks(lab, kind, place * RUNS * 2 * (WARM + 1)).await {
            Ok(figures) => rows.extend(figures),
            Err(why) => rows.push(Row::missing(format!("webhook-intake, {}", kind.name), why)),
        }
    }
    rows.push(cold(lab, "sla-sweeper", "sla-sweeper, idle sweep, cold", minute()).await);
    rows
}

async fn cold(lab: &Lab, function: &str, what: &str, event: Vec<u8>) -> Row {
    let mut least: Result<u64> = Ok(u64::MAX);
    for _ in 0..RUNS {
        let run = lab.instructions(function, &format!("{function}-cold"), vec![event.clone()]).await;
        least = least.and_then(|least| Ok(least.min(run?)));
    }
    match least {
        Ok(cold) => Row::new(what, millions(cold), ""),
        Err(why) => Row::missing(what, why),
    }
}

async fn webhooks(lab: &Lab, kind: &Kind, first: usize) -> Result<[Row; 2]> {
    let (mut totals, mut next) = ([u64::MAX; 2], first);
    for _ in 0..RUNS {
        for (least, (name, count)) in totals.iter_mut().zip([("cold", 1), ("warm", 1 + WARM)]) {
            let women: Vec<usize> = (next..next + count).collect();
            next += count;
            prepare(lab, kind, &women).await?;
            let events = women.iter().map(|woman| webhook(&lab.secret, &kind.body(*woman))).collect();
            let profile = format!("{}-{name}", kind.name.replace(' ', "-"));
            *least = (*least).min(lab.instructions(INTAKE, &profile, events).await?);
        }
    }
    let [cold, all] = totals;
    let warm = all.saturating_sub(cold) / WARM as u64;
    let is_registration = matches!(kind.step, Measured::Step(Step::Confirmation));
    Ok([
        Row::new(
            format!("webhook-intake, {}, cold", kind.name),
            millions(cold),
            if is_registration { "10 M" } else { "" },
        ),
        Row::new(format!("webhook-intake, {}, warm", kind.name), millions(warm), "1.5 M"),
    ])
}

/// Has another process answer what these women sent before.
async fn prepare(lab: &Lab, kind: &Kind, women: &[usize]) -> Result<()> {
    let bodies = women.iter().flat_map(|woman| kind.before.iter().map(|step| step_body(*woman, *step)));
    let events: Vec<Vec<u8>> = bodies.map(|body| webhook(&lab.secret, &body)).collect();
    if !events.is_empty() {
        lab.run(INTAKE, events, End::WhenIdle).await?;
    }
    Ok(())
}

impl Kind {
    fn body(&self, woman: usize) -> String {
        match self.step {
            Measured::Step(step) | Measured::Duplicate(step) => step_body(woman, step),
            Measured::Status => status_body(woman),
        }
    }
}
