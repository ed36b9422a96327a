//! The policy as JSON: who is on these days, who is away, who the officers are,
//! who changed what, and the edits of it: the same forms, the same checks and the
//! same publication as on the desk's page. Beside it, what could not be understood.

use chrono::{DateTime, Utc};
use domain::Language;
use domain::policy::Policy;
use domain::roster::Officer;
use domain::roster_dated::Roster;
use domain::roster_day::{Hours, of_day};
use helpline::staff::Staff;
use lambda_http::Request;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::{self, moment, ok, problem, problem_with};
use crate::api_seen::{Seen, seen};
use crate::api_shapes::Problem;
use crate::desk_edit::form;
use crate::desk_people::{clock, days, end_of_number, leave, sitting};
use crate::headers::Answer;
use crate::policy_change::{Change, Wrong};
use crate::request::Fields;
use crate::{Answered, OfficerUpdates};

/// The running policy, as who heads the cell may edit it.
#[derive(Serialize, ToSchema)]
pub(crate) struct People {
    /// The version that runs; also the ETag.
    version: String,
    /// Who is on, today and the days after.
    days: Vec<Day>,
    /// Who is away, or will be.
    leave: Vec<Away>,
    /// All officers.
    officers: Vec<Person>,
}

/// Who is on, on one day.
#[derive(Serialize, ToSchema)]
pub(crate) struct Day {
    /// Which, `YYYY-MM-DD`.
    date: String,
    /// On duty, from midnight to midnight.
    duty: Vec<Shift>,
    /// At the desk; empty where the offices are closed.
    sitting: Vec<Shift>,
}

/// Some hours of a day.
#[derive(Serialize, ToSchema)]
pub(crate) struct Shift {
    /// The first minute, `HH:MM`.
    from: String,
    /// The first minute after it.
    to: String,
    /// Who, by id; none where nobody is.
    officer: Option<String>,
}

/// Somebody's leave.
#[derive(Serialize, ToSchema)]
pub(crate) struct Away {
    /// Who, by id.
    officer: String,
    /// The first day.
    from: String,
    /// The last day.
    to: String,
    /// Who stands in.
    stand_in: Option<String>,
}

/// An officer.
#[derive(Serialize, ToSchema)]
pub(crate) struct Person {
    /// As the policy names them.
    id: String,
    /// Their name in Hindi.
    name_hi: String,
    /// Their name in English.
    name_en: String,
    /// Their office, by id.
    office: String,
    /// officer, supervisor, in_charge, dm, auditor.
    role: String,
    /// Whether in post.
    active: bool,
    /// The last two digits of their number.
    phone_ends: String,
}

/// What was published, the newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Versions {
    /// A version each.
    versions: Vec<Version>,
}

/// A version of the policy.
#[derive(Serialize, ToSchema)]
pub(crate) struct Version {
    /// Its name.
    version: String,
    /// When it was published; none where it came with the software.
    at: Option<String>,
    /// By whom, by id, where that is known.
    by: Option<String>,
    /// What it changed, a line a change.
    changes: Vec<String>,
}

/// An edit of the policy: the fields that the form of this name has. Has no
/// `Debug`: it holds a PIN.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct PolicyEdit {
    /// Whether to publish it; without it, it is only checked and shown.
    publish: bool,
    /// To publish: the version of the policy that was seen.
    version: Option<String>,
    /// Whom it is about, by id.
    officer: String,
    /// The first day `YYYY-MM-DD`, or the first minute `HH:MM`.
    from: String,
    /// The last day, or the first minute after it.
    to: String,
    /// Who stands in, by id.
    stand_in: String,
    /// duty or sitting.
    roster: String,
    /// A day, `YYYY-MM-DD`.
    date: String,
    /// With whom shifts are swapped, by id.
    with: String,
    /// Whose shifts of this day are taken in exchange.
    with_date: String,
    /// A name in Hindi.
    name_hi: String,
    /// A name in English.
    name_en: String,
    /// state, local or polling.
    kind: String,
    /// The number of the order that declares a holiday.
    order: String,
    /// A mobile number.
    phone: String,
    /// A new PIN: four to eight digits. Only its hash is kept.
    pin: String,
    /// A new officer's id: small letters, digits, hyphens.
    id: String,
    /// Their office, by id.
    office: String,
    /// hi or en.
    language: String,
    /// officer, supervisor, in_charge, dm, auditor.
    role: String,
    /// Whether a woman.
    woman: bool,
    /// Who takes over, by id.
    by: String,
}

impl From<&PolicyEdit> for Fields {
    fn from(it: &PolicyEdit) -> Self {
        let woman = if it.woman { "1" } else { "" };
        let fields = [
            ("officer", it.officer.as_str()),
            ("from", &it.from),
            ("to", &it.to),
            ("stand_in", &it.stand_in),
            ("roster", &it.roster),
            ("date", &it.date),
            ("with", &it.with),
            ("with_date", &it.with_date),
            ("name_hi", &it.name_hi),
            ("name_en", &it.name_en),
            ("kind", &it.kind),
            ("order", &it.order),
            ("phone", &it.phone),
            ("pin", &it.pin),
            ("id", &it.id),
            ("office", &it.office),
            ("language", &it.language),
            ("role", &it.role),
            ("woman", woman),
            ("by", &it.by),
        ];
        Self::of(fields)
    }
}

/// What an edit changes, or has changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct Changed {
    /// Whether it was published.
    published: bool,
    /// The version that runs: the one to name when publishing, or the new one.
    version: String,
    /// What it changes, a line a change.
    changes: Vec<String>,
}

fn shift(hours: &Hours<'_>) -> Shift {
    let officer = hours.officer.map(|officer| officer.id.as_str().to_owned());
    Shift { from: clock(hours.from), to: clock(hours.to), officer }
}

fn person(officer: &Officer) -> Person {
    Person {
        id: officer.id.as_str().to_owned(),
        name_hi: officer.name.hi.clone(),
        name_en: officer.name.en.clone(),
        office: officer.office.as_str().to_owned(),
        role: officer.role.as_str().to_owned(),
        active: officer.active,
        phone_ends: end_of_number(officer).to_owned(),
    }
}

fn people(policy: &Policy, now: DateTime<Utc>) -> People {
    let days = days(now).map(|date| Day {
        date: date.to_string(),
        duty: of_day(policy, date, Roster::Duty).iter().map(shift).collect(),
        sitting: sitting(policy, date).iter().map(shift).collect(),
    });
    let leave = leave(policy, now).into_iter().map(|leave| Away {
        officer: leave.officer.as_str().to_owned(),
        from: leave.from.to_string(),
        to: leave.to.to_string(),
        stand_in: leave.stand_in.as_ref().map(|officer| officer.as_str().to_owned()),
    });
    People {
        version: policy.version.clone(),
        days: days.collect(),
        leave: leave.collect(),
        officers: policy.everybody().map(person).collect(),
    }
}

/// Why an edit was not made. `stale` is the status where it was overtaken.
fn refused(wrong: &Wrong, running: &str, stale: u16) -> Answer {
    match wrong {
        Wrong::Field(name) => {
            let detail = format!("{name} is missing or not filled in right.");
            problem(422, "unfit", "Not changed", &detail)
        }
        Wrong::Above => {
            problem(403, "not-for-you", "Not for you", "This officer stands above you, or would stand there.")
        }
        Wrong::NoSource => {
            let detail = "The file of the running version is not stored: publish the policy by the command.";
            problem(422, "no-source", "Not changed", detail)
        }
        Wrong::Overtaken => {
            let detail = "Another version of the policy runs: look at the changes again.";
            problem_with(stale, "stale", "Not changed", detail, |problem| Problem {
                policy_version: Some(running.to_owned()),
                ..problem
            })
        }
        Wrong::NoOrder(why) => problem(422, "no-order", "Not changed", why),
        Wrong::Check(lines) => problem(422, "does-not-hold", "Not changed", &lines.join("; ")),
    }
}

/// The ETag of a version of the policy.
fn etag(version: &str) -> String {
    format!("\"{version}\"")
}

impl OfficerUpdates {
    /// The running policy: one query.
    pub(crate) async fn api_policy(&self, staff: &Staff, now: DateTime<Utc>) -> Answered {
        let policy = Change { app: self, staff, now, language: Language::English }.running().await?;
        let answer = ok(&people(&policy, now)).with("etag", etag(&policy.version));
        Ok((answer, Vec::new()))
    }

    /// Who changed what: one query.
    pub(crate) async fn api_versions(&self, staff: &Staff, now: DateTime<Utc>) -> Answered {
        let versions = Change { app: self, staff, now, language: Language::English }.versions().await?;
        let version = |it: aws::versions::Version| Version {
            version: it.version,
            at: (!it.installed).then(|| moment(it.at)),
            by: it.by,
            changes: it.changes,
        };
        Ok((ok(&Versions { versions: versions.into_iter().map(version).collect() }), Vec::new()))
    }

    /// An edit of the policy: what it would change, or with `publish` it is
    /// changed, over the version that was seen.
    pub(crate) async fn api_edit(
        &self,
        staff: &Staff,
        name: &str,
        request: &Request,
        now: DateTime<Utc>,
    ) -> Answered {
        let refuse = |answer| Ok((answer, Vec::new()));
        let Some(form) = form(name) else { return refuse(api::not_found()) };
        let asked: PolicyEdit = match api::read(request) {
            Ok(asked) => asked,
            Err(answer) => return refuse(answer),
        };
        let over = match asked.publish.then(|| seen(request, asked.version.clone())).transpose() {
            Ok(over) => over,
            Err(answer) => return refuse(answer),
        };
        let change = Change { app: self, staff, now, language: Language::English };
        let policy = change.running().await?;
        let stale = over.as_ref().map_or(409, |over| over.stale);
        if over.as_ref().is_some_and(|Seen { version, .. }| *version != policy.version) {
            return refuse(refused(&Wrong::Overtaken, &policy.version, stale));
        }
        let edited = match change.check(form, &policy, &Fields::from(&asked)).await? {
            Ok(edited) => edited,
            Err(wrong) => return refuse(refused(&wrong, &policy.version, stale)),
        };
        let mut changed =
            Changed { published: false, version: policy.version.clone(), changes: edited.changes.clone() };
        if over.is_some() {
            if let Err(wrong) = change.publish(&policy, &edited).await? {
                return refuse(refused(&wrong, &policy.version, stale));
            }
            changed = Changed { published: true, version: edited.policy.version.clone(), ..changed };
        }
        Ok((ok(&changed).with("etag", etag(&changed.version)), Vec::new()))
    }
}
