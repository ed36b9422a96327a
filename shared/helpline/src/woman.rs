//! A woman and her names: what the table knows of her under each.

use domain::State;
use domain::complainant::Complainant;

use crate::vault::PersonKey;

/// A woman as she is loaded by the names that a message says.
#[derive(Debug)]
pub struct Woman {
    /// The name under which her state is, or will be.
    pub home: PersonKey,
    /// She and her complaints, under whatever name of hers they lie.
    pub state: State,
    /// Names of hers that nothing is known under: they become aliases of her
    /// home with her next commit.
    pub new_names: Vec<PersonKey>,
    /// Other homes of hers, and what is known of her at each: they are all one.
    pub others: Vec<(PersonKey, Complainant)>,
}

impl Woman {
    /// Whether the next commit joins names.
    #[must_use]
    pub fn joins(&self) -> bool {
        !self.new_names.is_empty() || !self.others.is_empty()
    }

    /// After that commit.
    pub fn joined(&mut self) {
        self.new_names.clear();
        self.others.clear();
    }
}

/// Under which names of hers a case may lie: her home, those where complaints
/// and messages of hers lie besides, and the one that was asked for.
#[must_use]
pub fn names_of(asked: &PersonKey, her: Option<&Complainant>) -> Vec<PersonKey> {
    let hashes = her.into_iter().flat_map(|her| her.key.iter().chain(&her.also));
    let mut names: Vec<PersonKey> =
        hashes.map(|hash| PersonKey { hash: hash.clone(), ..asked.clone() }).collect();
    if !names.contains(asked) {
        names.push(asked.clone());
    }
    names
}
