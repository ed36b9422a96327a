//! Every key of the one table is built here, and nowhere else.
//!
//! A woman's partition holds all that is hers, so that one query loads what a
//! decision needs and one transaction stores what it decides. Her hash is a
//! keyed one; nothing personal is in any key.
//!
//! # Items
//!
//! | item | pk | sk | holds |
//! | --- | --- | --- | --- |
//! | complainant | `P#cell#hash` | `A` | sealed state, version; `due_at` while a draft waits |
//! | alias | `P#cell#hash` | `A` | in place of her state: the hash of her home, another name of hers; what was known under this one before, sealed |
//! | complaint | `P#cell#hash` | `B#reference` | state, version; `due_at` = next alarm until closed |
//! | history | `P#cell#hash` | `H#reference#version#n` | one line, an officer's words sealed |
//! | link | `P#cell#hash` | `L#reference#officer` | wrong PINs, version; `expires_at` 90 days after the last |
//! | message | `P#cell#hash` | `M#provider#id` | sealed message; immutable; the id is a key for ever |
//! | file | `P#cell#hash` | `MF#name` | sealed: where a file of hers lies, or why it cannot be shown |
//! | failure | `P#cell#hash` | `F#provider#id` | that this message of ours did not reach her, and that it has had its consequence |
//! | reading | `P#cell#hash` | `V#reference#moment#officer` | that an officer read the case; a motive sealed |
//! | counted event | `P#cell#hash` | `HC#reference#version` | in `list` only: an acknowledgement that lay in another action |
//! | tally | `T#cell` | `month#category#area#office#officer` | a number for each event that is counted |
//! | outbox | `P#cell#hash` | `O#cause` | sealed effects of one commit; `due_at` = end of the lease |
//! | reservation | `R#reference` | `R` | whose reference it is |
//! | wrong PINs on an officer's list | `S#cell#officer` | `PINS` | as a link's; `expires_at` 90 days after the last |
//! | a daily job done | `J#cell` | job`#`date | nothing more; `expires_at` after 90 days; its effects: an outbox under `P#cell#cell` |
//! | login | `S#cell#officer` | `LOGIN` | digest of the one-time code, times of those sent; `expires_at` after two days |
//! | policy | `POLICY` | cell | the published policy |
//! | version of a policy | `POLICY#cell` | `V#version` | the file as it was written, what it changed, when; immutable |
//! | holiday declared | `HOLIDAY#cell` | `HOLIDAY` | that the cell's open deadlines are to be counted again; `due_at` |
//! | quarantine | `Q#provider` | digest, chunk | a sealed raw body |
//!
//! # Access patterns
//!
//! RU and WU as DynamoDB bills them, for items of up to 1 KB; a transaction
//! doubles the table's part. `tests/journeys/usage.rs` asserts them.
//!
//! | pattern | request | key condition | units |
//! | --- | --- | --- | --- |
//! | load a woman | Query, consistent | pk, sk between `A` and `B~` | 1 RU per 4 KB |
//! | load a woman by two names | 2 Queries at once | the same | 2 RU |
//! | load a woman by a name that is not her home, or one who was two | the same, and then 1 Query a further name | the same | 1 RU a name |
//! | load a case for an officer or an alarm | BatchGetItem, consistent | her, complaint, link | 1 RU an item, there or not |
//! | her other complaints, for a page or an action on two | Query, consistent, beside the case | pk, sk between `A` and `B~` | 1 RU per 4 KB |
//! | commit | TransactWriteItems | `attribute_not_exists(pk)` or `v = :seen` on each | 2 WU a KB of each item, 1 WU an index entry; 2 WU an item where it fails |
//! | finish effects | DeleteItem; of several people BatchWriteItem for each 25 | pk, sk | 1 WU a KB, 1 for the index entry |
//! | what is due | Query on `due` | shard, `due_at` <= now | 0.5 RU per 4 KB; 0.5 if nothing is |
//! | take left effects | UpdateItem | `due_at = :seen` | 1 WU, 2 for the index entry |
//! | a case's words, files and history | 2 Queries | pk, sk from `M#` through `MF#`, sk begins with `H#reference#` | 0.5 RU per 4 KB |
//! | what became of a file | PutItem | pk, sk; `attribute_not_exists(pk)` where it is lost | 1 WU a KB |
//! | show a file | GetItem | pk, sk | 0.5 RU |
//! | open complaints, of a cell or of an officer | Query on `list` | `cell`, begins with `open#` or `open#officer#` | 0.5 RU per 4 KB: some 10 lines |
//! | disposed of and unconfirmed; to be called back | Query on `list` | `cell`, begins with `disposed#`, `callback#` | 0.5 RU per 4 KB |
//! | the tallies of some months | Query | `T#cell`, sk between two months | 0.5 RU per 4 KB: some 20 lines |
//! | the cases that a figure counts | Query on `list` | `cell#month`, begins with the event | 0.5 RU per 4 KB: some 12 lines |
//! | who read a case | Query | pk, sk begins with `V#reference#` | 0.5 RU per 4 KB |
//! | publish a policy | GetItem, Query, TransactWriteItems | `ver = :seen`; `attribute_not_exists(pk)` of the version | 2 WU a KB |
//! | count open deadlines again | Query on `list` a page, a case each, DeleteItem | cell, `open#`; `due_at = :seen` | 2 RU a case |
//! | policies | Query | pk = `POLICY` | 0.5 RU per 4 KB, at a cold start and each 5 minutes |
//! | an officer's command by WhatsApp | GetItem of the reservation, then as by the link | pk, sk | 1 RU more |
//! | log in at the desk | GetItem, consistent, then PutItem | pk, sk; `v = :seen` | 1 RU, 1 WU |
//! | quarantine a body | PutItem | pk, sk | 1 WU a KB |
//!
//! # What each thing costs
//!
//! As `tests/journeys/usage.rs` measures it, function warm. The DeleteItem that
//! marks effects as done comes after the answer; nobody waits for it.
//!
//! | what | requests | waited for | RU | WU |
//! | --- | --- | --- | --- | --- |
//! | her first message | 3 | 2 | 1 | 18 |
//! | a message in mid-conversation | 3 | 2 | 1 | 9 |
//! | a photograph | 3 | 2 | 1 | 10, and 6 in the sweep that fetches it |
//! | a registration | 3 | 2 | 1 | 24 |
//! | a duplicate | 2 | 2 | 1 | 0 reported: a failed condition is billed and not told |
//! | a delivery status | 0 | 0 | 0 | 0 |
//! | a failed one, with its SMS to her | 3 | 2 | 1 | 13 |
//! | an officer acknowledges | 2 | 2 | 3 | 12 |
//! | an officer disposes | 3 | 2 | 3 | 25 |
//! | she says that it is solved | 3 | 2 | 1 | 18 |
//! | an idle sweep, whatever is open | 1 | | 0.5 | 0 |
//! | a sweep with n reminders due | 1 + 3n | | 2n + 0.5 per 4 KB of the list | 11n |
//!
//! The District Magistrate's screen is the tallies of thirteen months and the
//! open list: 2 requests, a third where 2,000 complaints are open, whatever was
//! ever filed; `tests/journeys/figures.rs` asserts it at 100,000. A counted
//! event costs 3 write units: 2 for its tally and 1 for its row in `list`. One
//! tally an event, by officer too, since it is written often and read seldom.
//! Those who register at the same moment with the same officer meet in it; the
//! transaction is then sent again after a pause.
//!
//! The one exception to two round trips before the answer: a woman who was
//! stored under two names (number and user id) before a message said both. By
//! the name that is not her home she is found with one more Query, by one name
//! alone what lies under the other is loaded with one more; an officer's case
//! under the other name takes as many. Each of her messages is looked for under
//! the other name by a condition in its own transaction (2 WU). A message that
//! says both names loads both at once, in one round trip.
//!
//! Chosen: one transaction a change with separate message items. With the
//! effects recorded before they are carried out, a complaint's life takes
//! about 105 write units, where everything in one item would take 12; and there
//! is no window in which a message could count twice. An SMS costs more than
//! thirty such lives.

mod lists;

use chrono::{DateTime, NaiveDate, Utc};
use domain::message::Provider;
use domain::{CellId, OfficerId, Reference};
use helpline::PersonKey;

pub use lists::*;

/// Partition key attribute.
pub const PK: &str = "pk";
/// Sort key attribute.
pub const SK: &str = "sk";
/// Version attribute.
pub const VERSION: &str = "v";
/// The sparse index of what is due.
pub const DUE_INDEX: &str = "due";
/// Its partition key.
pub const DUE_SHARD: &str = "due_shard";
/// Its sort key.
pub const DUE_AT: &str = "due_at";
/// Lower is more urgent; projected into it.
pub const URGENCY: &str = "urgency";
/// The sparse index of lists: of complaints by officer, of counted events by month.
pub const LIST_INDEX: &str = "list";
/// Its partition key.
pub const LIST_PK: &str = "list_pk";
/// Its sort key.
pub const LIST_SK: &str = "list_sk";
/// What a list shows of an item, as JSON; projected into it. One attribute,
/// since a projection cannot be changed afterwards.
pub const ROW: &str = "row";

/// When DynamoDB may drop an item, in seconds of the epoch. Housekeeping only:
/// days late is early enough, and nothing waits for it.
pub const EXPIRES_AT: &str = "expires_at";

/// Her own state.
pub const COMPLAINANT: &str = "A";
/// The first and last sort key of what a decision needs.
pub const STATE_RANGE: (&str, &str) = ("A", "B~");
/// The partition of the policies.
pub const POLICY: &str = "POLICY";
/// All versions of a policy begin so.
pub const VERSIONS: &str = "V#";
/// The sort key of what counts a cell's open deadlines again.
pub const RECOUNT: &str = "HOLIDAY";
/// The sort key of a reservation.
pub const RESERVATION: &str = "R";
/// Whose a reservation is.
pub const OWNER: &str = "p";

/// The versions of a cell's policy.
#[must_use]
pub fn versions(cell: &CellId) -> String {
    format!("{POLICY}#{cell}")
}

/// One version.
#[must_use]
pub fn version(version: &str) -> String {
    format!("{VERSIONS}{version}")
}

/// That a cell's open deadlines are to be counted again.
#[must_use]
pub fn recount(cell: &CellId) -> String {
    format!("{RECOUNT}#{cell}")
}

/// Which cell this partition says that of.
#[must_use]
pub fn read_recount(pk: &str) -> Option<CellId> {
    pk.strip_prefix(RECOUNT)?.strip_prefix('#').map(CellId::new)
}

/// A woman's partition.
#[must_use]
pub fn person(person: &PersonKey) -> String {
    format!("P#{}#{}", person.cell, person.hash)
}

/// Whose partition this is.
#[must_use]
pub fn read_person(pk: &str) -> Option<PersonKey> {
    let (cell, hash) = pk.strip_prefix("P#")?.split_once('#')?;
    Some(PersonKey { cell: CellId::new(cell), hash: hash.to_owned() })
}

/// A complaint.
#[must_use]
pub fn complaint(reference: &Reference) -> String {
    format!("B#{reference}")
}

/// Which complaint this sort key names.
#[must_use]
pub fn read_complaint(sk: &str) -> Option<Reference> {
    sk.strip_prefix("B#")?.parse().ok()
}

/// The history of a complaint: all of it begins so.
#[must_use]
pub fn history_of(reference: &Reference) -> String {
    format!("H#{reference}#")
}

/// One line of history: the `n`th of the change that made this version.
#[must_use]
pub fn history(reference: &Reference, version: u64, n: usize) -> String {
    format!("{}{version:08}#{n:02}", history_of(reference))
}

/// The line of history that the effects of an outbox added: the same if they are
/// carried out again. Of the same moment it comes after those of the change.
#[must_use]
pub fn told(reference: &Reference, outbox: &str, officer: &OfficerId) -> String {
    format!("{}N#{officer}#{outbox}", history_of(reference))
}

/// An officer's link to a complaint.
#[must_use]
pub fn link(reference: &Reference, officer: &OfficerId) -> String {
    format!("{LINKS}{reference}#{officer}")
}

/// All links begin so.
pub const LINKS: &str = "L#";

/// A message. The provider's id is a key, not a window.
#[must_use]
pub fn message(provider: Provider, id: &str) -> String {
    format!("{MESSAGES}{provider}#{id}")
}

/// All messages begin so.
pub const MESSAGES: &str = "M#";

/// What became of a file: next to the messages, so that one query reads both.
#[must_use]
pub fn media(name: &str) -> String {
    format!("{MEDIA}{name}")
}

/// What became of files begins so.
pub const MEDIA: &str = "MF#";

/// A message of ours that did not reach her: an id that counts once, for ever.
#[must_use]
pub fn failure(provider: Provider, id: &str) -> String {
    format!("F#{provider}#{id}")
}

/// The effects of the commit that this failure caused.
#[must_use]
pub fn outbox_of_failure(provider: Provider, id: &str) -> String {
    format!("{OUTBOXES}F#{provider}#{id}")
}

/// The effects of the commit that this message caused.
#[must_use]
pub fn outbox_of_message(provider: Provider, id: &str) -> String {
    format!("O#{provider}#{id}")
}

/// The effects of the commit that made this version of a complaint.
#[must_use]
pub fn outbox_of_change(reference: &Reference, version: u64) -> String {
    format!("O#{reference}#{version:08}")
}

/// All outboxes begin so.
pub const OUTBOXES: &str = "O#";

/// Somebody who logs in at the desk.
#[must_use]
pub fn staff(cell: &CellId, officer: &OfficerId) -> String {
    format!("S#{cell}#{officer}")
}

/// Wrong PINs on their list.
pub const PINS: &str = "PINS";

/// In place of a woman's hash: what the cell itself has to tell. No hash is spelt so.
pub const OF_THE_CELL: &str = "cell";

/// The daily jobs of a cell.
#[must_use]
pub fn jobs(cell: &CellId) -> String {
    format!("J#{cell}")
}

/// That a job was done on that day.
#[must_use]
pub fn job(name: &str, day: NaiveDate) -> String {
    format!("{name}#{day}")
}

/// The effects of a daily job.
#[must_use]
pub fn outbox_of_job(name: &str, day: NaiveDate) -> String {
    format!("O#job#{name}#{day}")
}

/// Their logging in.
pub const LOGIN: &str = "LOGIN";

/// A reserved reference.
#[must_use]
pub fn reservation(reference: &Reference) -> String {
    format!("R#{reference}")
}

/// The quarantine of a provider.
#[must_use]
pub fn quarantine(provider: Provider) -> String {
    format!("Q#{provider}")
}

/// One chunk of a body in quarantine.
#[must_use]
pub fn quarantined(digest: &str, chunk: usize) -> String {
    format!("{digest}#{chunk:03}")
}

/// Whether a chunk is the first of its body.
#[must_use]
pub fn is_first_of_quarantined(sk: &str) -> bool {
    sk.ends_with("#000")
}

/// A shard of the due index.
#[must_use]
pub fn due_shard(shard: u32) -> String {
    shard.to_string()
}

/// A moment in the due index: seconds of the epoch, of equal length.
#[must_use]
pub fn due_at(at: DateTime<Utc>) -> String {
    format!("{:012}", at.timestamp().max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference() -> Reference {
        Reference::generate("LKO", 42).unwrap()
    }

    #[test]
    fn keys_read_back() {
        let her = PersonKey { cell: CellId::new("lko"), hash: "00ff".into() };
        assert_eq!(read_person(&person(&her)), Some(her));
        assert_eq!(read_complaint(&complaint(&reference())), Some(reference()));
        assert_eq!(read_person("R#x"), None);
        assert_eq!(read_complaint(COMPLAINANT), None);
    }

    #[test]
    fn a_decision_needs_her_and_her_complaints_and_no_more() {
        let within = |key: &str| key >= STATE_RANGE.0 && key <= STATE_RANGE.1;
        assert!(within(COMPLAINANT) && within(&complaint(&reference())));
        for other in [
            history(&reference(), 1, 0),
            link(&reference(), &OfficerId::new("x")),
            message(Provider::Meta, "m"),
            outbox_of_message(Provider::Meta, "m"),
            failure(Provider::Meta, "m"),
            outbox_of_failure(Provider::Meta, "m"),
            outbox_of_change(&reference(), 1),
        ] {
            assert!(!within(&other), "{other}");
        }
    }

    #[test]
    fn moments_sort_as_they_pass() {
        let at = |seconds| due_at(DateTime::from_timestamp(seconds, 0).unwrap());
        assert!(
            at(0) < at(999_999_999)
                && at(999_999_999) < at(1_800_000_000)
                && at(1_800_000_000) < at(4_102_444_800)
        );
    }
}
