//! A body's messages sorted by who wrote them. A woman may be named by her
//! number, by her WhatsApp user id (BSUID), or by both: a message that says
//! both makes one thread of the two.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use domain::message::{InboundMessage, Sender};
use domain::policy::Policy;

use crate::vault::{PersonKey, Vault};

/// One woman's messages of a body.
#[derive(Debug)]
pub(crate) struct Thread {
    /// Her names in this body; her number first, which is her home if she has
    /// none yet.
    pub(crate) names: Vec<PersonKey>,
    pub(crate) policy: Arc<Policy>,
    /// With their places in the body.
    messages: Vec<(usize, InboundMessage)>,
}

impl Thread {
    /// Her messages in order. One that stands twice in a body is one.
    pub(crate) fn messages(&mut self) -> VecDeque<InboundMessage> {
        let mut messages = std::mem::take(&mut self.messages);
        messages.sort_by_key(|(place, _)| *place);
        let mut seen = BTreeSet::new();
        messages.retain(|(_, it)| seen.insert((it.provider, it.provider_message_id.clone())));
        messages.into_iter().map(|(_, message)| message).collect()
    }
}

/// All threads of a body.
#[derive(Debug, Default)]
pub(crate) struct Threads {
    threads: BTreeMap<usize, Thread>,
    /// Whose thread is whose.
    owners: BTreeMap<PersonKey, usize>,
    count: usize,
}

impl Threads {
    /// Adds a message of a woman with these names (one at least).
    pub(crate) fn add(&mut self, names: Vec<PersonKey>, policy: Arc<Policy>, message: InboundMessage) {
        self.count += 1;
        let mut ids: Vec<usize> = names.iter().filter_map(|name| self.owners.get(name)).copied().collect();
        ids.sort_unstable();
        ids.dedup();
        let mut known = ids.iter().filter_map(|id| self.threads.remove(id));
        let mut thread = known.next().unwrap_or(Thread { names: Vec::new(), policy, messages: Vec::new() });
        for other in known {
            thread.messages.extend(other.messages);
            add_names(&mut thread.names, other.names);
        }
        thread.messages.push((self.count, message));
        if names.len() > 1 {
            // Her number goes before what is known already.
            let before = std::mem::replace(&mut thread.names, names);
            add_names(&mut thread.names, before);
        } else {
            add_names(&mut thread.names, names);
        }
        let id = ids.first().copied().unwrap_or(self.count);
        if ids.len() != 1 || thread.names.len() > 1 {
            self.owners.extend(thread.names.iter().map(|name| (name.clone(), id)));
        }
        self.threads.insert(id, thread);
    }

    /// The threads.
    pub(crate) fn into_threads(self) -> impl Iterator<Item = Thread> {
        self.threads.into_values()
    }
}

fn add_names(names: &mut Vec<PersonKey>, more: Vec<PersonKey>) {
    for name in more {
        if !names.contains(&name) {
            names.push(name);
        }
    }
}

/// The names that a message says: her number, her user id; her address only
/// where it says neither. Empty where the provider named nobody.
pub(crate) fn names(vault: &Vault, policy: &Policy, sender: &Sender) -> Vec<PersonKey> {
    let named = [sender.phone.as_deref(), sender.user_id.as_deref()];
    let mut named: Vec<&str> = named.into_iter().flatten().collect();
    if named.is_empty() {
        named.extend(sender.email.as_deref());
    }
    named.into_iter().map(|name| vault.person(&policy.cell.id, name)).collect()
}

#[cfg(test)]
#[path = "tests/threads.rs"]
mod tests;
