//! All women of a body. They are loaded side by side, one request each, and what
//! is decided of several is stored in one transaction. Where that is refused,
//! whatever the reason and whoever it is about, each is stored by herself: one
//! odd sender never costs another.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use futures_util::future::join_all;
use futures_util::{StreamExt as _, stream};

use crate::hear::{MOST_BYTES, MOST_WRITES, Part, Speaker};
use crate::intake::Received;
use crate::ports::{Store, Together, World};
use crate::service::Helpline;
use crate::threads::Thread;

/// So many women are loaded and answered at once: each takes a connection. One
/// message of each fits into one transaction.
const GROUP: usize = 16;
/// While one group is answered, another is loaded.
const GROUPS_AT_ONCE: usize = 2;

/// Stores what all of them wrote, and answers them.
pub(crate) async fn hear<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    threads: Vec<Thread>,
    now: DateTime<Utc>,
) -> Received {
    let mut received = Received::default();
    let mut groups = Vec::new();
    let mut threads = threads.into_iter().peekable();
    while threads.peek().is_some() {
        groups.push(threads.by_ref().take(GROUP).collect::<Vec<_>>());
    }
    let mut groups =
        stream::iter(groups).map(|some| group(helpline, some, now)).buffer_unordered(GROUPS_AT_ONCE);
    while let Some(part) = groups.next().await {
        received.add(part);
    }
    received
}

async fn group<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    threads: Vec<Thread>,
    now: DateTime<Utc>,
) -> Received {
    let mut received = Received::default();
    let mut speakers = Vec::new();
    for loaded in join_all(threads.into_iter().map(|thread| Speaker::load(helpline, thread))).await {
        match loaded {
            Ok(speaker) => speakers.push(speaker),
            Err(error) => received.failed = received.failed.or(Some(error)),
        }
    }
    let mut left = Vec::new();
    for some in packed(helpline, speakers, now) {
        left.extend(together(helpline, some, &mut received, now).await);
    }
    for part in join_all(left.into_iter().map(|speaker| speaker.finish(helpline, now))).await {
        received.add(part);
    }
    received
}

/// Women and the part of each that goes with the others, by transaction.
type Pack = Vec<(Speaker, Part)>;

/// As many in one transaction as it holds. One woman may be two, under names that
/// only the table knows to be one: the second is heard by herself. Whose part
/// cannot be made has an empty one: by herself she fails for the same reason.
fn packed<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    speakers: Vec<Speaker>,
    now: DateTime<Utc>,
) -> Vec<Pack> {
    if speakers.len() == 1 {
        return speakers.into_iter().map(|speaker| vec![(speaker, Part::default())]).collect();
    }
    let (mut packs, mut alone) = (Vec::<Pack>::new(), Vec::new());
    let (mut homes, mut writes, mut bytes) = (BTreeSet::new(), 0, 0);
    for speaker in speakers {
        let part = speaker.part(helpline, now).unwrap_or_default();
        if !homes.insert(speaker.woman.home.clone()) {
            alone.push(vec![(speaker, part)]);
            continue;
        }
        match packs.last_mut() {
            Some(pack) if writes + part.writes <= MOST_WRITES && bytes + part.bytes <= MOST_BYTES => {
                (writes, bytes) = (writes + part.writes, bytes + part.bytes);
                pack.push((speaker, part));
            }
            _ => {
                (writes, bytes) = (part.writes, part.bytes);
                packs.push(vec![(speaker, part)]);
            }
        }
    }
    packs.extend(alone);
    packs
}

/// One transaction for several. Gives back who is still to be heard: those whom
/// it was refused, and those who wrote more than it held.
async fn together<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    pack: Pack,
    received: &mut Received,
    now: DateTime<Utc>,
) -> Vec<Speaker> {
    // One alone is heard by herself.
    if pack.len() < 2 {
        return pack.into_iter().map(|(speaker, _)| speaker).collect();
    }
    let commits: Vec<_> =
        pack.iter().map(|(speaker, part)| (speaker.commit(part, now), &speaker.woman)).collect();
    let stored = helpline.store.commit_together(&commits).await;
    drop(commits);
    match stored {
        Ok(Together::Stored(outboxes)) => {
            let answers = pack.into_iter().zip(outboxes).map(|((mut speaker, part), outbox)| async move {
                speaker.stored(part);
                let settlements = speaker.answer(helpline, outbox, now).await;
                (speaker, settlements)
            });
            let answered = join_all(answers).await.into_iter();
            let answered = answered.map(|(speaker, settlements)| {
                received.settlements.extend(settlements);
                speaker
            });
            answered.collect()
        }
        Ok(Together::Refused(known)) => {
            let left = pack.into_iter().zip(known).map(|((mut speaker, _), places)| {
                speaker.leave_out(places);
                speaker
            });
            left.collect()
        }
        Err(error) => {
            received.failed = received.failed.take().or(Some(error));
            Vec::new()
        }
    }
}
