//! Which edits of the policy the desk offers: each a form of a few fields, read
//! into the domain's [`Edit`]. What an edit does is the domain's affair.

use chrono::NaiveDate;
use domain::calendar::HolidayKind;
use domain::category::Name;
use domain::policy_edit::{Edit, NewOfficer};
use domain::roster::Role;
use domain::roster_dated::Roster;
use domain::{Language, OfficeId, OfficerId};
use helpline::{pin, staff};

use crate::request::Fields;
use crate::words::Text;
use crate::words_people as people;

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One of the officers in post.
    Officer,
    /// The same, or none.
    OfficerOrNone,
    /// One of the offices.
    Office,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// Words, needed or not.
    Words(bool),
    /// A mobile number.
    Phone,
    /// A PIN: only its hash goes further.
    Pin,
    /// One of these.
    Choice(&'static [(&'static str, Text)]),
    /// Yes or no.
    Tick,
}

/// A field of a form.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    /// Its name in the form.
    pub(crate) name: &'static str,
    /// What stands over it.
    pub(crate) label: Text,
    /// How it is filled in.
    pub(crate) kind: Kind,
}

/// A form.
#[derive(Debug)]
pub(crate) struct EditForm {
    /// Its name in the address.
    pub(crate) name: &'static str,
    /// What it does.
    pub(crate) title: Text,
    /// Its fields.
    pub(crate) fields: &'static [Field],
}

const fn field(name: &'static str, label: Text, kind: Kind) -> Field {
    Field { name, label, kind }
}

const ROSTERS: &[(&str, Text)] = &[("duty", people::DUTY), ("sitting", people::SITTING)];
const KINDS: &[(&str, Text)] =
    &[("state", people::STATE), ("local", people::LOCAL), ("polling", people::POLLING)];
/// The standings, by name.
pub(crate) const ROLES: &[(&str, Text)] = &[
    ("officer", people::ROLE_OFFICER),
    ("supervisor", people::ROLE_SUPERVISOR),
    ("in_charge", people::ROLE_IN_CHARGE),
    ("dm", people::ROLE_DM),
    ("auditor", people::ROLE_AUDITOR),
];
const LANGUAGES: &[(&str, Text)] =
    &[("hi", Text { hi: "हिंदी", en: "Hindi" }), ("en", Text { hi: "अंग्रेज़ी", en: "English" })];
const OFFICER: Field = field("officer", people::OFFICER, Kind::Officer);
const DATE: Field = field("date", people::DATE, Kind::Date);
const FROM_DAY: Field = field("from", people::FROM, Kind::Date);
const ROSTER: Field = field("roster", people::ROSTER, Kind::Choice(ROSTERS));
const NAME_HI: Field = field("name_hi", people::HOLIDAY_HI, Kind::Words(true));
const NAME_EN: Field = field("name_en", people::HOLIDAY_EN, Kind::Words(true));
const PHONE: Field = field("phone", people::NUMBER, Kind::Phone);
const PIN: Field = field("pin", people::NEW_PIN, Kind::Pin);

/// All forms, in the order of the page.
pub(crate) const FORMS: &[EditForm] = &[
    EditForm {
        name: "leave",
        title: people::ADD_LEAVE,
        fields: &[
            OFFICER,
            FROM_DAY,
            field("to", people::TO, Kind::Date),
            field("stand_in", people::STAND_IN, Kind::OfficerOrNone),
        ],
    },
    EditForm { name: "remove-leave", title: people::REMOVE_LEAVE, fields: &[OFFICER, FROM_DAY] },
    EditForm {
        name: "override",
        title: people::ADD_OVERRIDE,
        fields: &[
            ROSTER,
            DATE,
            field("from", people::FROM, Kind::Time),
            field("to", people::TO, Kind::Time),
            OFFICER,
        ],
    },
    EditForm {
        name: "swap",
        title: people::SWAP,
        fields: &[
            ROSTER,
            OFFICER,
            DATE,
            field("with", people::WITH, Kind::Officer),
            field("with_date", people::WITH_DATE, Kind::Date),
        ],
    },
    EditForm {
        name: "holiday",
        title: people::HOLIDAY,
        fields: &[
            DATE,
            NAME_HI,
            NAME_EN,
            field("kind", people::KIND, Kind::Choice(KINDS)),
            field("order", people::ORDER, Kind::Words(false)),
        ],
    },
    EditForm { name: "compensatory", title: people::COMPENSATORY, fields: &[DATE] },
    EditForm { name: "phone", title: people::PHONE, fields: &[OFFICER, PHONE] },
    EditForm { name: "pin", title: people::PIN, fields: &[OFFICER, PIN] },
    EditForm {
        name: "officer",
        title: people::NEW_OFFICER,
        fields: &[
            field("id", people::ID, Kind::Words(true)),
            NAME_HI,
            NAME_EN,
            field("office", people::OFFICE, Kind::Office),
            PHONE,
            field("language", people::LANGUAGE, Kind::Choice(LANGUAGES)),
            field("role", people::ROLE, Kind::Choice(ROLES)),
            field("woman", people::WOMAN, Kind::Tick),
            PIN,
        ],
    },
    EditForm { name: "retire", title: people::RETIRE, fields: &[OFFICER] },
    EditForm {
        name: "nodal",
        title: people::NODAL,
        fields: &[OFFICER, field("by", people::SUCCESSOR, Kind::Officer)],
    },
];

/// The form of this name.
pub(crate) fn form(name: &str) -> Option<&'static EditForm> {
    FORMS.iter().find(|form| form.name == name)
}

/// The form as it was sent. `salt` is for a new PIN.
pub(crate) struct Sent<'a> {
    /// Its fields.
    pub(crate) fields: &'a Fields,
    /// Fresh random bytes.
    pub(crate) salt: [u8; 16],
}

impl Sent<'_> {
    /// The edit that it asks for, or the field that is not filled in right.
    ///
    /// # Errors
    ///
    /// The field's name.
    pub(crate) fn read(&self, form: &EditForm) -> Result<Edit, &'static str> {
        Ok(match form.name {
            "leave" => Edit::AddLeave {
                officer: self.officer("officer")?,
                from: self.date("from")?,
                to: self.date("to")?,
                stand_in: self.officer("stand_in").ok(),
            },
            "remove-leave" => {
                Edit::RemoveLeave { officer: self.officer("officer")?, from: self.date("from")? }
            }
            "override" => Edit::AddOverride {
                roster: self.roster()?,
                date: self.date("date")?,
                from: self.text("from")?,
                to: self.text("to")?,
                officer: self.officer("officer")?,
            },
            "swap" => Edit::Swap {
                roster: self.roster()?,
                officer: self.officer("officer")?,
                date: self.date("date")?,
                with: self.officer("with")?,
                with_date: self.date("with_date")?,
            },
            "holiday" => self.holiday()?,
            "compensatory" => Edit::AddCompensatory(self.date("date")?),
            "phone" => Edit::SetOfficerPhone { officer: self.officer("officer")?, phone: self.phone()? },
            "pin" => Edit::SetOfficerPin { officer: self.officer("officer")?, pin_hash: self.pin_hash()? },
            "officer" => Edit::AddOfficer(Box::new(self.new_officer()?)),
            "retire" => Edit::RetireOfficer(self.officer("officer")?),
            _ => Edit::ReplaceNodal { officer: self.officer("officer")?, by: self.officer("by")? },
        })
    }

    fn text(&self, name: &'static str) -> Result<String, &'static str> {
        let text = self.fields.get(name).map(str::trim).filter(|text| !text.is_empty());
        let fits = |text: &&str| text.chars().count() <= 200 && !text.chars().any(char::is_control);
        text.filter(fits).map(str::to_owned).ok_or(name)
    }

    fn officer(&self, name: &'static str) -> Result<OfficerId, &'static str> {
        self.text(name).map(OfficerId::new)
    }

    fn date(&self, name: &'static str) -> Result<NaiveDate, &'static str> {
        self.text(name)?.parse().map_err(|_| name)
    }

    fn roster(&self) -> Result<Roster, &'static str> {
        let name = self.text("roster")?;
        [Roster::Duty, Roster::Sitting].into_iter().find(|it| it.as_str() == name).ok_or("roster")
    }

    fn name(&self) -> Result<Name, &'static str> {
        Ok(Name { hi: self.text("name_hi")?, en: self.text("name_en")? })
    }

    fn holiday(&self) -> Result<Edit, &'static str> {
        let kind = match self.text("kind")?.as_str() {
            "state" => HolidayKind::State,
            "local" => HolidayKind::Local,
            "polling" => HolidayKind::Polling,
            _ => return Err("kind"),
        };
        let (date, name, order) = (self.date("date")?, self.name()?, self.text("order").ok());
        Ok(Edit::AddHoliday { date, name, kind, order })
    }

    fn phone(&self) -> Result<String, &'static str> {
        staff::e164(&self.text("phone")?).ok_or("phone")
    }

    /// Of the PIN, or as the page that showed the changes kept it.
    fn pin_hash(&self) -> Result<String, &'static str> {
        match self.fields.get("pin_hash") {
            Some(hash) => Ok(hash.to_owned()),
            None => pin::hash(self.fields.get("pin").unwrap_or_default(), self.salt).ok_or("pin"),
        }
    }

    fn new_officer(&self) -> Result<NewOfficer, &'static str> {
        let id = self.text("id")?;
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if id.len() > 40 || !id.chars().all(plain) {
            return Err("id");
        }
        let (language, role) = (self.text("language")?, self.text("role")?);
        let roles = [Role::Officer, Role::Supervisor, Role::InCharge, Role::Dm, Role::Auditor];
        Ok(NewOfficer {
            id: OfficerId::new(id),
            name: self.name()?,
            office: OfficeId::new(self.text("office")?),
            phone: self.phone()?,
            language: Language::ALL.into_iter().find(|it| it.code() == language).ok_or("language")?,
            role: roles.into_iter().find(|it| it.as_str() == role).ok_or("role")?,
            woman: self.fields.get("woman").is_some(),
            pin_hash: self.pin_hash()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, sent: &str) -> Result<Edit, &'static str> {
        let fields = Fields::parse(sent.as_bytes());
        Sent { fields: &fields, salt: [7; 16] }.read(form(name).unwrap())
    }

    #[test]
    fn a_form_is_an_edit_or_names_the_field() {
        let check = |name: &str, sent: &str, wrong: Result<&str, &'static str>| {
            assert_eq!(
                read(name, sent).as_ref().map(Edit::name).map_err(|field| *field),
                wrong,
                "{name} {sent}"
            );
        };
        check("leave", "officer=cell-1&from=2026-12-07&to=2026-12-08", Ok("add_leave"));
        check("leave", "officer=cell-1&from=2026-12-07&to=", Err("to"));
        check("leave", "from=2026-12-07&to=2026-12-08", Err("officer"));
        check("leave", "officer=cell-1&from=7.12.2026&to=2026-12-08", Err("from"));
        check("remove-leave", "officer=cell-1&from=2026-12-07", Ok("remove_leave"));
        check(
            "override",
            "roster=duty&date=2026-12-07&from=10%3A00&to=12%3A00&officer=duty-1",
            Ok("add_override"),
        );
        check("override", "roster=x&date=2026-12-07&from=10%3A00&to=12%3A00&officer=duty-1", Err("roster"));
        check("swap", "roster=sitting&officer=a&date=2026-12-07&with=b&with_date=2026-12-08", Ok("swap"));
        check("holiday", "date=2026-12-07&name_hi=a&name_en=b&kind=local", Ok("add_holiday"));
        check("holiday", "date=2026-12-07&name_hi=a&name_en=b&kind=x", Err("kind"));
        check("compensatory", "date=2026-12-07", Ok("add_compensatory"));
        check("phone", "officer=cell-1&phone=9000012345", Ok("set_officer_phone"));
        check("phone", "officer=cell-1&phone=12", Err("phone"));
        check("pin", "officer=cell-1&pin=1357", Ok("set_officer_pin"));
        check("pin", "officer=cell-1&pin=13", Err("pin"));
        check("retire", "officer=cell-1", Ok("retire_officer"));
        check("nodal", "officer=cell-1&by=cell-2", Ok("replace_nodal"));
        let new =
            "name_hi=a&name_en=b&office=police-women&phone=9000012345&language=hi&role=officer&pin=1357";
        check("officer", &format!("id=cell-9&{new}"), Ok("add_officer"));
        check("officer", &format!("id=Cell%209&{new}"), Err("id"));
    }

    #[test]
    fn each_form_has_a_name_of_its_own() {
        let names: std::collections::BTreeSet<_> = FORMS.iter().map(|form| form.name).collect();
        assert_eq!(names.len(), FORMS.len());
    }
}
