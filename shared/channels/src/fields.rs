//! Named values, from a form or from a flat JSON object: first value of each
//! name; names that are not known are not looked at.

use std::collections::BTreeMap;

use crate::json::{self, Obj};
use crate::{form, is_id, is_link};

/// The fields of one request.
pub(crate) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// Reads a form; bytes that are not UTF-8 become U+FFFD.
    pub(crate) fn form(body: &[u8]) -> Self {
        let mut map = BTreeMap::new();
        for (name, value) in form::pairs(body) {
            map.entry(form::lossy(&name)).or_insert_with(|| form::lossy(&value));
        }
        Self(map)
    }

    /// Reads an object: strings and numbers as they are, objects and lists as
    /// their JSON text.
    pub(crate) fn object(obj: &Obj<'_>) -> Self {
        Self(
            obj.entries()
                .filter_map(|(name, raw)| Some((name.to_owned(), json::scalar_or_raw(raw)?)))
                .collect(),
        )
    }

    /// A value that is there and not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// The first of these that is there.
    pub(crate) fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.get(name))
    }

    /// A value that [can name something](crate::is_id).
    pub(crate) fn id(&self, name: &str) -> Option<String> {
        self.owned(name).filter(|id| is_id(id))
    }

    /// A value that [can be fetched](crate::is_link).
    pub(crate) fn link(&self, name: &str) -> Option<String> {
        self.owned(name).filter(|link| is_link(link))
    }

    /// A value that is a JSON object in itself.
    pub(crate) fn part<T>(&self, name: &str, read: impl Fn(&Obj<'_>) -> Option<T>) -> Option<T> {
        json::repaired(self.get(name)?.as_bytes(), |text| read(&Obj::parse(text)?))
    }

    /// Whether a value is there, even if it is empty.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}
