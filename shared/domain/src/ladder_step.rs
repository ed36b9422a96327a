//! One step of a ladder: when, whom besides the level's own, by what channel.
//!
//! A plain step (the level's own officer, by SMS) is stored as its minutes, as
//! every step was before steps had more to say: what lies in the table reads on.

use serde::{Deserialize, Serialize};

use crate::complaint::Complaint;
use crate::ids::OfficerId;
use crate::reach::Reach;
use crate::roster::{Officer, Role};

/// One step of a ladder.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Step {
    /// Minutes after the missed moment.
    pub after_minutes: u32,
    /// Who hears besides the level's own officer: at this step, whatever level
    /// the complaint is at.
    pub also: Vec<Whom>,
    /// By what channel all of them are told.
    pub by: Means,
}

/// By what channel a step is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Means {
    /// By SMS.
    #[default]
    Sms,
    /// By the approved WhatsApp template; by SMS where that cannot be sent, or
    /// the provider says later that it did not arrive.
    Whatsapp,
    /// By both.
    Both,
}

impl Means {
    fn is_sms(&self) -> bool {
        *self == Self::Sms
    }
}

/// Whom a step names: a place that somebody holds at that minute, or an officer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Whom {
    /// The officer who answers for the complaint.
    Answerable,
    /// The duty officer of that minute.
    Duty,
    /// Who sits in the women's cell at that minute; outside its hours nobody.
    Sitting,
    /// The category's supervisor.
    Supervisor,
    /// Who heads the cell.
    InCharge,
    /// The District Magistrate.
    Dm,
    /// The officer with this id, or whoever stands in.
    Officer(OfficerId),
}

/// The words of the policy's file for places; any other is an officer's id.
const PLACES: [(&str, Whom); 6] = [
    ("answerable", Whom::Answerable),
    ("duty", Whom::Duty),
    ("sitting", Whom::Sitting),
    ("supervisor", Whom::Supervisor),
    ("in_charge", Whom::InCharge),
    ("dm", Whom::Dm),
];

impl Whom {
    /// The word for it in the policy's file.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Officer(id) => id.as_str(),
            place => PLACES.iter().find(|(_, known)| known == place).map_or("", |(word, _)| *word),
        }
    }
}

impl From<String> for Whom {
    fn from(word: String) -> Self {
        let place = PLACES.iter().find(|(known, _)| *known == word).map(|(_, place)| place.clone());
        place.unwrap_or_else(|| Self::Officer(OfficerId::new(word)))
    }
}

impl From<Whom> for String {
    fn from(whom: Whom) -> Self {
        whom.as_str().to_owned()
    }
}

/// A step as it lies in the table.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    Plain(u32),
    Full {
        #[serde(rename = "m")]
        after_minutes: u32,
        #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
        also: Vec<Whom>,
        #[serde(rename = "b", default, skip_serializing_if = "Means::is_sms")]
        by: Means,
    },
}

impl From<Stored> for Step {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Plain(after_minutes) => Self { after_minutes, ..Self::default() },
            Stored::Full { after_minutes, also, by } => Self { after_minutes, also, by },
        }
    }
}

impl From<Step> for Stored {
    fn from(step: Step) -> Self {
        match step {
            Step { after_minutes, also, by: Means::Sms } if also.is_empty() => Self::Plain(after_minutes),
            Step { after_minutes, also, by } => Self::Full { after_minutes, also, by },
        }
    }
}

impl<'a> Reach<'a> {
    /// Who holds what a step names at this moment and may hear of the complaint;
    /// `None` where nobody does. The level's own officer is told anyhow.
    #[must_use]
    pub fn named(&self, whom: &Whom, complaint: &Complaint) -> Option<&'a Officer> {
        let found = match whom {
            Whom::Answerable => self.in_post(&complaint.officer),
            Whom::Duty => self.duty_officer(),
            Whom::Sitting => self.sitting_officer(),
            Whom::Supervisor => Some(self.supervisor(complaint.category)),
            Whom::InCharge => Some(self.in_charge()),
            Whom::Dm => Some(self.top()),
            Whom::Officer(id) => self.in_post(id),
        };
        found.filter(|officer| officer.role != Role::Auditor && !self.bars(&officer.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_step_is_its_minutes_as_ever() {
        let step = |also: &[&str], by| Step {
            after_minutes: 15,
            also: also.iter().map(|word| Whom::from((*word).to_owned())).collect(),
            by,
        };
        for (step, json) in [
            (step(&[], Means::Sms), "15"),
            (step(&["sitting"], Means::Sms), r#"{"m":15,"a":["sitting"]}"#),
            (step(&[], Means::Both), r#"{"m":15,"b":"both"}"#),
            (step(&["dm", "cell-2"], Means::Whatsapp), r#"{"m":15,"a":["dm","cell-2"],"b":"whatsapp"}"#),
        ] {
            assert_eq!(serde_json::to_string(&step).unwrap(), json);
            assert_eq!(serde_json::from_str::<Step>(json).unwrap(), step);
        }
    }

    #[test]
    fn each_place_has_its_word() {
        for (word, place) in PLACES {
            assert_eq!(Whom::from(word.to_owned()), place);
            assert_eq!(place.as_str(), word);
        }
        let officer = Whom::from("cell-2".to_owned());
        assert_eq!(officer, Whom::Officer(OfficerId::new("cell-2")));
        assert_eq!(officer.as_str(), "cell-2");
    }
}
