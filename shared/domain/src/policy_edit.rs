//! Edits of a policy as the desk makes them: on the TOML that its authors
//! wrote, so that their order and comments stay, and through the one door.
//! Nothing is published here.

use std::fmt;

use chrono::NaiveDate;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use crate::calendar::HolidayKind;
use crate::category::{Language, Name};
use crate::ids::{OfficeId, OfficerId};
use crate::policy::{Policy, PolicyErrors};
use crate::policy_diff;
use crate::policy_edit_toml::{entry, is_of, named, push, put, tables};
use crate::policy_words::Words;
use crate::roster::Role;
use crate::roster_dated::Roster;

/// One edit. `Debug` holds no number and no PIN.
#[derive(Clone, PartialEq, Eq)]
pub enum Edit {
    /// An officer is away, perhaps with a stand-in.
    AddLeave {
        /// Who.
        officer: OfficerId,
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
        /// Who stands in.
        stand_in: Option<OfficerId>,
    },
    /// The leave of this officer that begins on this day is no more.
    RemoveLeave {
        /// Who.
        officer: OfficerId,
        /// The first day.
        from: NaiveDate,
    },
    /// Somebody else is on for some hours of one date.
    AddOverride {
        /// Of which roster.
        roster: Roster,
        /// The date.
        date: NaiveDate,
        /// `HH:MM`.
        from: String,
        /// `HH:MM`.
        to: String,
        /// Who.
        officer: OfficerId,
    },
    /// Two officers take each other's shifts.
    Swap {
        /// Of which roster.
        roster: Roster,
        /// One.
        officer: OfficerId,
        /// Whose shifts of this date the other takes.
        date: NaiveDate,
        /// The other.
        with: OfficerId,
        /// Whose shifts of this date the one takes.
        with_date: NaiveDate,
    },
    /// The offices are closed.
    AddHoliday {
        /// The day.
        date: NaiveDate,
        /// What is kept.
        name: Name,
        /// Of what kind.
        kind: HolidayKind,
        /// The number of its order.
        order: Option<String>,
    },
    /// A working day in exchange for a holiday.
    AddCompensatory(NaiveDate),
    /// An officer has another number.
    SetOfficerPhone {
        /// Who.
        officer: OfficerId,
        /// E.164.
        phone: String,
    },
    /// An officer has another PIN.
    SetOfficerPin {
        /// Who.
        officer: OfficerId,
        /// Its Argon2id hash, in PHC string format.
        pin_hash: String,
    },
    /// An officer comes.
    AddOfficer(Box<NewOfficer>),
    /// An officer leaves: new complaints pass them over.
    RetireOfficer(OfficerId),
    /// Somebody else is NodalOfficer wherever one was.
    ReplaceNodal {
        /// Who was.
        officer: OfficerId,
        /// Who is.
        by: OfficerId,
    },
}

/// An officer who comes.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in `Officer`")]
pub struct NewOfficer {
    pub id: OfficerId,
    pub name: Name,
    pub office: OfficeId,
    pub phone: String,
    pub language: Language,
    pub role: Role,
    pub woman: bool,
    pub pin_hash: String,
}

impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Edit({})", self.name())
    }
}

/// A policy after edits: checked, of a new version, not yet published.
#[derive(Debug, Clone, PartialEq)]
pub struct Edited {
    /// The new file.
    pub source: String,
    /// What it says.
    pub policy: Policy,
    /// What changes, in a clerk's words.
    pub changes: Vec<String>,
}

/// Why an edit was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The file itself does not hold.
    #[error("{0}")]
    Policy(#[from] PolicyErrors),
    /// There is no such officer.
    #[error("no officer {0}")]
    NoOfficer(OfficerId),
    /// There is no such leave.
    #[error("officer {0} has no leave that begins on {1}")]
    NoLeave(OfficerId, NaiveDate),
    /// The edits change nothing.
    #[error("nothing changes")]
    Nothing,
}

impl EditError {
    /// Each fault on a line of its own, in this language, with names as `policy`
    /// (the running one) has them.
    #[must_use]
    pub fn in_words(&self, policy: &Policy, language: Language) -> Vec<String> {
        let words = Words::of(policy, Language::Hindi);
        match (self, language) {
            (Self::Policy(errors), _) => {
                errors.0.iter().map(|error| error.in_words(policy, language)).collect()
            }
            (other, Language::English) => vec![other.to_string()],
            (Self::NoOfficer(officer), _) => vec![format!("{officer} कोई अधिकारी नहीं है")],
            (Self::NoLeave(officer, from), _) => {
                vec![format!("{} का {} से कोई अवकाश नहीं है", words.officer(officer), words.day(*from))]
            }
            (Self::Nothing, _) => vec!["कुछ नहीं बदलता".to_owned()],
        }
    }
}

impl Edit {
    /// Its name, as a log may hold it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::AddLeave { .. } => "add_leave",
            Self::RemoveLeave { .. } => "remove_leave",
            Self::AddOverride { .. } => "add_override",
            Self::Swap { .. } => "swap",
            Self::AddHoliday { .. } => "add_holiday",
            Self::AddCompensatory(_) => "add_compensatory",
            Self::SetOfficerPhone { .. } => "set_officer_phone",
            Self::SetOfficerPin { .. } => "set_officer_pin",
            Self::AddOfficer(_) => "add_officer",
            Self::RetireOfficer(_) => "retire_officer",
            Self::ReplaceNodal { .. } => "replace_nodal",
        }
    }
}

/// Applies edits in order to the file of a policy; the version grows by one on
/// the day given (`2026-12-01.3` -> `2026-12-01.4`, or `2026-12-02.1`).
///
/// # Errors
/// [`EditError`]: what an edit names is not there, or the edited policy does
/// not hold, with every hole named.
pub fn edit(source: &str, edits: &[Edit], today: NaiveDate) -> Result<Edited, EditError> {
    let old = Policy::from_toml(source)?;
    let mut document: DocumentMut = source.parse().map_err(|_| EditError::Nothing)?;
    for edit in edits {
        apply(&mut document, edit)?;
    }
    let version = next_version(&old.version, today);
    put(document.as_table_mut(), "version", value(version));
    let source = document.to_string();
    let policy = Policy::from_toml(&source)?;
    let changes = policy_diff::diff(&old, &policy);
    if changes.is_empty() { Err(EditError::Nothing) } else { Ok(Edited { source, policy, changes }) }
}

/// The version after this one.
#[must_use]
pub fn next_version(version: &str, today: NaiveDate) -> String {
    let today = today.to_string();
    let number = version.strip_prefix(&format!("{today}.")).and_then(|number| number.parse::<u32>().ok());
    format!("{today}.{}", number.unwrap_or(0).saturating_add(1))
}

fn apply(document: &mut DocumentMut, edit: &Edit) -> Result<(), EditError> {
    match edit {
        Edit::AddLeave { officer, from, to, stand_in } => {
            let mut leave =
                entry([("officer", officer.as_str()), ("from", &from.to_string()), ("to", &to.to_string())]);
            if let Some(stand_in) = stand_in {
                leave.insert("stand_in", value(stand_in.as_str()));
            }
            push(document, "leave", leave);
        }
        Edit::RemoveLeave { officer, from } => remove_leave(document, officer, *from)?,
        Edit::AddOverride { roster, date, from, to, officer } => push(
            document,
            "override",
            entry([
                ("roster", roster.as_str()),
                ("date", &date.to_string()),
                ("from", from),
                ("to", to),
                ("officer", officer.as_str()),
            ]),
        ),
        Edit::Swap { roster, officer, date, with, with_date } => push(
            document,
            "swap",
            entry([
                ("roster", roster.as_str()),
                ("officer", officer.as_str()),
                ("date", &date.to_string()),
                ("with", with.as_str()),
                ("with_date", &with_date.to_string()),
            ]),
        ),
        Edit::AddHoliday { date, name, kind, order } => {
            add_holiday(document, *date, name, *kind, order.as_deref())
        }
        Edit::AddCompensatory(date) => {
            if let Some(list) = calendar_list(document, "compensatory") {
                list.push(date.to_string());
            }
        }
        Edit::SetOfficerPhone { officer, phone } => set(document, officer, "phone", value(phone))?,
        Edit::SetOfficerPin { officer, pin_hash } => set(document, officer, "pin_hash", value(pin_hash))?,
        Edit::AddOfficer(officer) => push(document, "officer", officer_entry(officer)),
        Edit::RetireOfficer(officer) => set(document, officer, "active", value(false))?,
        Edit::ReplaceNodal { officer, by } => {
            let nodals = tables(document, "nodal").into_iter().flat_map(ArrayOfTables::iter_mut);
            for nodal in nodals.filter(|nodal| is_of(nodal, "officer", officer)) {
                put(nodal, "officer", value(by.as_str()));
            }
        }
    }
    Ok(())
}

fn officer_entry(officer: &NewOfficer) -> Table {
    let mut table = entry([
        ("id", officer.id.as_str()),
        ("office", officer.office.as_str()),
        ("phone", &officer.phone),
        ("language", officer.language.code()),
        ("role", officer.role.as_str()),
        ("pin_hash", &officer.pin_hash),
    ]);
    table.insert("name", value(named(&officer.name)));
    table.insert("woman", value(officer.woman));
    table
}

fn set(document: &mut DocumentMut, officer: &OfficerId, key: &str, to: Item) -> Result<(), EditError> {
    let officers = tables(document, "officer");
    let mut found =
        officers.into_iter().flat_map(ArrayOfTables::iter_mut).filter(|it| is_of(it, "id", officer));
    let entry = found.next().ok_or_else(|| EditError::NoOfficer(officer.clone()))?;
    put(entry, key, to);
    Ok(())
}

fn remove_leave(document: &mut DocumentMut, officer: &OfficerId, from: NaiveDate) -> Result<(), EditError> {
    let day = from.to_string();
    let none = || EditError::NoLeave(officer.clone(), from);
    let leaves = tables(document, "leave").ok_or_else(none)?;
    let begins = |entry: &Table| entry.get("from").and_then(Item::as_str) == Some(day.as_str());
    let place = leaves.iter().position(|entry| is_of(entry, "officer", officer) && begins(entry));
    leaves.remove(place.ok_or_else(none)?);
    Ok(())
}

fn calendar_list<'a>(document: &'a mut DocumentMut, name: &str) -> Option<&'a mut Array> {
    let calendar = document.get_mut("calendar")?.as_table_like_mut()?;
    calendar.entry(name).or_insert(value(Array::new())).as_array_mut()
}

fn add_holiday(
    document: &mut DocumentMut,
    date: NaiveDate,
    name: &Name,
    kind: HolidayKind,
    order: Option<&str>,
) {
    let list = match kind {
        HolidayKind::State => "holidays",
        HolidayKind::Local => "local_holidays",
        HolidayKind::Polling => "polling_days",
    };
    let mut holiday = named(name);
    holiday.insert("date", date.to_string().into());
    if let Some(order) = order {
        holiday.insert("order", order.into());
    }
    if let Some(list) = calendar_list(document, list) {
        list.push(holiday);
    }
}

#[cfg(test)]
#[path = "tests/policy_edit.rs"]
mod tests;
