//! A woman under all her names: her number's partition and her user id's.
//!
//! A name that is not home holds an alias, which names the home. One that was
//! a home before the two were joined keeps the complaints and messages that
//! were stored there; the home's state lists it.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::KeysAndAttributes;
use domain::complainant::Complainant;
use domain::complaint::Complaint;
use domain::{OfficerId, Reference, State};
use futures_util::future::try_join_all;
use helpline::PersonKey;
use helpline::ports::{LinkState, StoreError, Woman};

use crate::items::{self, Item};
use crate::keys;
use crate::table::{Table, unavailable};

/// So many steps from name to home, at most: each join adds one.
const MOST_STEPS: usize = 8;

/// What is stored of her under one name.
#[derive(Debug, Default)]
struct Partition {
    /// Herself, where this is a home.
    her: Option<Complainant>,
    /// Where home is, where this is not.
    home: Option<PersonKey>,
    complaints: Vec<Complaint>,
}

/// Reads a partition's items, each knowing where it lies.
fn read(table: &Table, name: &PersonKey, found: &[Item]) -> Result<Partition, StoreError> {
    let mut partition = Partition::default();
    for item in found {
        match items::text(item, keys::SK) {
            Some(keys::COMPLAINANT) => match items::text(item, items::HOME) {
                Some(home) => partition.home = Some(PersonKey { hash: home.to_owned(), ..name.clone() }),
                None => {
                    let her = items::read_complainant(table.vault(), item)?;
                    partition.her = Some(Complainant { key: Some(name.hash.clone()), ..her });
                }
            },
            Some(sk) if keys::read_complaint(sk).is_some() => {
                let complaint = items::read_complaint(item)?;
                partition.complaints.push(Complaint { key: Some(name.hash.clone()), ..complaint });
            }
            _ => {}
        }
    }
    Ok(partition)
}

/// Her and her complaints, under all names that these lead to: one request a
/// name, those known at once together. A woman of one name, or of two that the
/// message says, waits for one round trip; further names are followed by one more.
pub(crate) async fn woman(table: &Table, names: &[PersonKey]) -> Result<Woman, StoreError> {
    let mut known: BTreeMap<PersonKey, Partition> = BTreeMap::new();
    let mut wanted = names.to_vec();
    for _ in 0..MOST_STEPS {
        if wanted.is_empty() {
            break;
        }
        let loads = wanted.iter().map(|name| async move {
            let found = table.state_items(name).await?;
            Ok::<_, StoreError>((name.clone(), read(table, name, &found)?))
        });
        known.extend(try_join_all(loads).await?);
        wanted = leads(&known);
    }
    sort_out(names, known)
}

/// The names that what is known leads to, and that are not known yet.
fn leads(known: &BTreeMap<PersonKey, Partition>) -> Vec<PersonKey> {
    let mut wanted = Vec::new();
    for (name, partition) in known {
        let also = partition.her.iter().flat_map(|her| &her.also);
        let also = also.map(|hash| PersonKey { hash: hash.clone(), ..name.clone() });
        for name in also.chain(partition.home.clone()) {
            if !known.contains_key(&name) && !wanted.contains(&name) {
                wanted.push(name);
            }
        }
    }
    wanted
}

/// Which of the names is home, and what is to be done with the others.
fn sort_out(names: &[PersonKey], known: BTreeMap<PersonKey, Partition>) -> Result<Woman, StoreError> {
    let mut homes: Vec<PersonKey> = Vec::new();
    let mut new_names = Vec::new();
    for name in names {
        let end = end_of(name, &known)?;
        if known.get(&end).is_none_or(|partition| partition.her.is_none()) {
            new_names.push(end);
        } else if !homes.contains(&end) {
            homes.push(end);
        }
    }
    let mut homes = homes.into_iter();
    let home = homes.next().or_else(|| (!new_names.is_empty()).then(|| new_names.remove(0)));
    let home = home.ok_or(StoreError::Corrupt("name"))?;
    let (mut state, mut others) = (State::default(), Vec::new());
    let further: Vec<PersonKey> = homes.collect();
    for (name, partition) in known {
        if name == home {
            state.complainant = partition.her;
        } else if let Some(her) = partition.her.filter(|_| further.contains(&name)) {
            others.push((name, her));
        }
        state.complaints.extend(partition.complaints);
    }
    Ok(Woman { home, state, new_names, others })
}

/// The home that a name leads to.
fn end_of(name: &PersonKey, known: &BTreeMap<PersonKey, Partition>) -> Result<PersonKey, StoreError> {
    let mut end = name;
    for _ in 0..MOST_STEPS {
        match known.get(end).and_then(|partition| partition.home.as_ref()) {
            Some(next) => end = next,
            None => return Ok(end.clone()),
        }
    }
    Err(StoreError::Corrupt("alias"))
}

/// Her, one complaint and one officer's link to it: one request, and more only
/// for a woman with two names whose complaint lies under the other one.
pub(crate) async fn case(
    table: &Table,
    name: &PersonKey,
    reference: &Reference,
    officer: Option<&OfficerId>,
) -> Result<(State, LinkState), StoreError> {
    let found = items_of_case(table, name, reference, officer).await?;
    let link = read_link(&found)?;
    let here = read(table, name, &found)?;
    let has_others = here.her.as_ref().is_some_and(|her| !her.also.is_empty());
    if here.home.is_none() && !(here.complaints.is_empty() && has_others) {
        return Ok((State { complainant: here.her, complaints: here.complaints }, link));
    }
    let mut state = woman(table, std::slice::from_ref(name)).await?.state;
    state.complaints.retain(|complaint| complaint.reference == *reference);
    let lies_in = state.complaint(reference).and_then(|complaint| complaint.key.clone());
    match lies_in.filter(|hash| *hash != name.hash) {
        Some(hash) if officer.is_some() => {
            let name = PersonKey { hash, ..name.clone() };
            let link = read_link(&items_of_case(table, &name, reference, officer).await?)?;
            Ok((state, link))
        }
        _ => Ok((state, link)),
    }
}

async fn items_of_case(
    table: &Table,
    name: &PersonKey,
    reference: &Reference,
    officer: Option<&OfficerId>,
) -> Result<Vec<Item>, StoreError> {
    let link = officer.map(|officer| keys::link(reference, officer));
    let sorts = [Some(keys::COMPLAINANT.to_owned()), Some(keys::complaint(reference)), link];
    let wanted = sorts.into_iter().flatten().map(|sort| items::key(keys::person(name), sort));
    let wanted = KeysAndAttributes::builder().consistent_read(true).set_keys(Some(wanted.collect()));
    let wanted = wanted.build().map_err(|_| StoreError::Corrupt("key"))?;
    let answer = table.client().batch_get_item().request_items(table.name(), wanted).send().await;
    let answer = answer.map_err(|error| unavailable(&error))?;
    if answer.unprocessed_keys.is_some_and(|left| !left.is_empty()) {
        return Err(StoreError::Unavailable("throttled".to_owned()));
    }
    Ok(answer.responses.unwrap_or_default().remove(table.name()).unwrap_or_default())
}

fn read_link(found: &[Item]) -> Result<LinkState, StoreError> {
    let is_link = |item: &&Item| items::text(item, keys::SK).is_some_and(|sk| sk.starts_with(keys::LINKS));
    Ok(found.iter().find(is_link).map(items::read_link).transpose()?.unwrap_or_default())
}
