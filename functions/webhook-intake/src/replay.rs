//! Taking up what could not be understood, once the code understands it: the
//! command `quarantine`.

use aws::inspect::{self, InQuarantine};
use aws::{Config, Deployed};
use channels::adapter::{ADAPTERS, Kind};
use chrono::{DateTime, Utc};
use domain::message::{Inbound, Provider};
use helpline::intake;

const USAGE: &str = "usage: quarantine list | quarantine show ID | quarantine replay ID";

/// What the command says, or why it did nothing.
pub type Outcome = Result<String, String>;

/// Does what the words of the command line ask, with the settings of the
/// webhook-intake function.
///
/// # Errors
///
/// In words for whoever runs it.
pub async fn command(words: &[&str], config: &Config) -> Outcome {
    let helpline = aws::wiring::helpline(config).map_err(|error| error.to_string())?;
    match words {
        ["list"] => list(&helpline).await,
        ["show", id] => show(&helpline, id).await,
        ["replay", id] => replay(&helpline, id).await,
        _ => Err(USAGE.to_owned()),
    }
}

/// All bodies in quarantine, oldest first.
async fn all(helpline: &Deployed) -> Result<Vec<(Provider, InQuarantine)>, String> {
    let mut found = Vec::new();
    for provider in Provider::ALL {
        let bodies =
            inspect::quarantine(&helpline.store, provider).await.map_err(|error| error.to_string())?;
        found.extend(bodies.into_iter().map(|body| (provider, body)));
    }
    found.sort_by_key(|(_, body)| body.at);
    Ok(found)
}

async fn one(helpline: &Deployed, id: &str) -> Result<(Provider, InQuarantine), String> {
    let found = all(helpline).await?.into_iter().find(|(_, body)| body.id == id);
    found.ok_or_else(|| format!("nothing with the id {id} is in quarantine: see `quarantine list`"))
}

async fn list(helpline: &Deployed) -> Outcome {
    let bodies = all(helpline).await?;
    let lines: Vec<String> = bodies
        .iter()
        .map(|(provider, body)| {
            format!("{}  {}  {provider}  {} bytes", body.id, moment(body), body.body.len())
        })
        .collect();
    Ok(if lines.is_empty() { "nothing is in quarantine".to_owned() } else { lines.join("\n") })
}

async fn show(helpline: &Deployed, id: &str) -> Outcome {
    let (_, body) = one(helpline, id).await?;
    Ok(String::from_utf8_lossy(&body.body).into_owned())
}

/// Takes a body up as if it had come just then; what was stored before is a
/// duplicate. It leaves quarantine once all of it is understood and stored.
async fn replay(helpline: &Deployed, id: &str) -> Outcome {
    let (provider, body) = one(helpline, id).await?;
    let inbound = understood(provider, &body.body)
        .ok_or_else(|| format!("{id} still cannot be understood: it stays in quarantine"))?;
    let count = inbound.len();
    let received = intake::receive(helpline, provider, inbound, moment(&body)).await;
    helpline.after_answer(received.settlements).await;
    if let Some(error) = received.failed {
        return Err(format!("not all was stored, so it stays in quarantine: {error}"));
    }
    inspect::release(&helpline.store, provider, &body.id).await.map_err(|error| error.to_string())?;
    Ok(format!("{id}: {count} messages and statuses taken up"))
}

/// What a provider's parser makes of a body, if it understands all of it.
fn understood(provider: Provider, body: &[u8]) -> Option<Vec<Inbound>> {
    let parsers = ADAPTERS.iter().filter(|adapter| adapter.provider == provider);
    let readings = parsers.filter_map(|adapter| match adapter.kind {
        Kind::Delivery { parse, .. } => Some(parse(body)),
        Kind::Mail => Some(channels::email::parse_raw(body)),
        Kind::Handshake(_) => None,
    });
    let whole = |inbound: &Vec<Inbound>| {
        !inbound.is_empty() && !inbound.iter().any(|part| matches!(part, Inbound::Odd(_)))
    };
    readings.into_iter().find(whole)
}

fn moment(body: &InQuarantine) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(body.at).unwrap_or_default()
}
