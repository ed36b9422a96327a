//! What the API says, field by field: serialised from here, and described from
//! here in the document of the API. What it takes is in `api_bodies`.

use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use crate::api_bodies::{Code, Phone, Pin, WalkIn};

/// A complaint as it stands. Who has no part in it any more learns only where
/// it went: what is not required is left out.
#[derive(Serialize, ToSchema, Default)]
pub(crate) struct Complaint {
    /// Its number.
    pub(crate) reference: String,
    /// Where it stands: registered, acknowledged, in_progress,
    /// awaiting_complainant, disposed, closed, closed_unconfirmed.
    pub(crate) status: String,
    /// How high it has climbed: 0 the officer, 3 the District Magistrate.
    pub(crate) level: u8,
    /// Grows with each change; also the ETag.
    pub(crate) version: u64,
    /// Who is answerable, by id.
    pub(crate) officer: String,
    /// Whether the holder of this link may act on it.
    pub(crate) yours: bool,
    /// When it must be disposed of, RFC 3339.
    #[schema(format = DateTime)]
    pub(crate) due_at: String,
    /// When it was registered, RFC 3339.
    #[schema(format = DateTime)]
    pub(crate) registered_at: String,
    /// What it is about.
    #[serde(flatten)]
    pub(crate) particulars: Particulars,
}

/// What only who has a part in it learns.
#[derive(Serialize, ToSchema, Default)]
#[serde(default)]
pub(crate) struct Particulars {
    /// violence, scheme, certificate, pension, department, other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) category: Option<String>,
    /// The tehsil, by id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) area: Option<String>,
    /// Whether danger was heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) urgent: Option<bool>,
    /// Whether it concerns a minor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) minor: Option<bool>,
    /// How it was disposed of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) outcome: Option<String>,
    /// When it was acknowledged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) acknowledged_at: Option<String>,
    /// When the first action was reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) first_action_at: Option<String>,
    /// When an officer said that it was solved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) disposed_at: Option<String>,
    /// What the holder of this link may do now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) actions: Option<Vec<String>>,
    /// Until when its clock stands still.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) paused_until: Option<String>,
    /// A later limit that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request: Option<Asked>,
    /// To whom it was handed, while their number is owed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) number_owed: Option<String>,
    /// What a call-back found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) call_back: Option<String>,
    /// The earlier complaint that it is answered with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) merged_into: Option<String>,
    /// Later complaints that are answered with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) with: Option<Vec<String>>,
}

/// A later limit that was asked for.
#[derive(Serialize, ToSchema)]
pub(crate) struct Asked {
    /// The limit.
    pub(crate) due_at: String,
    /// By whom.
    pub(crate) by: String,
}

/// A complaint with what she said, how to call her, and what happened.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseFile {
    /// The complaint.
    #[serde(flatten)]
    pub(crate) complaint: Complaint,
    /// Her number, if she has one.
    pub(crate) phone: Option<String>,
    /// What she said, oldest first.
    pub(crate) messages: Vec<Message>,
    /// What happened, oldest first.
    pub(crate) history: Vec<Happened>,
    /// Her other open complaints, and those of the same matter, as far as the
    /// caller may see them: with an earlier one this may be merged.
    pub(crate) others: Vec<Other>,
}

/// Another complaint of hers.
#[derive(Serialize, ToSchema)]
pub(crate) struct Other {
    /// Its number.
    pub(crate) reference: String,
    /// Where it stands.
    pub(crate) status: String,
    /// What it is about.
    pub(crate) category: String,
    /// When it was registered.
    pub(crate) registered_at: String,
    /// The caller's own link to it: `/v1/c/{token}`.
    pub(crate) token: String,
}

/// A message of hers.
#[derive(Serialize, ToSchema)]
pub(crate) struct Message {
    /// text, image, audio, and so on.
    pub(crate) kind: String,
    /// Her words.
    pub(crate) text: Option<String>,
    /// A mail's subject.
    pub(crate) subject: Option<String>,
    /// The button or row that she chose.
    pub(crate) choice: Option<String>,
    /// The type of its file, as the provider has it.
    pub(crate) media_type: Option<String>,
    /// Whether a file came with it.
    pub(crate) has_media: bool,
    /// Its first file.
    pub(crate) media: Option<File>,
    /// Its files.
    pub(crate) files: Vec<File>,
    /// A place.
    pub(crate) location: Option<Place>,
    /// When we received it.
    pub(crate) received_at: String,
}

/// A place on the map, WGS 84.
#[derive(Serialize, ToSchema, Clone)]
pub(crate) struct Place {
    /// Degrees north.
    pub(crate) latitude: f64,
    /// Degrees east.
    pub(crate) longitude: f64,
}

/// A file of hers.
#[derive(Serialize, ToSchema, Clone, Default)]
pub(crate) struct File {
    /// fetching, failed or stored.
    pub(crate) state: String,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) why: Option<String>,
    /// What it is, by its content.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<String>,
    /// How long it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) bytes: Option<u64>,
    /// Where it is shown to who has the page's session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) href: Option<String>,
}

/// A line of the history.
#[derive(Serialize, ToSchema)]
pub(crate) struct Happened {
    /// What happened.
    pub(crate) event: String,
    /// When.
    pub(crate) at: String,
    /// By whom: an officer's id, complainant, clock or provider.
    pub(crate) actor: String,
    /// To whom it went.
    pub(crate) officer: Option<String>,
    /// The level, for a climb.
    pub(crate) level: Option<u8>,
    /// The code that was chosen.
    pub(crate) code: Option<String>,
    /// The limit, where it moved.
    pub(crate) due: Option<Moved>,
    /// The other complaint, where two are answered together or no more.
    pub(crate) other: Option<String>,
    /// What the officer wrote.
    pub(crate) text: Option<String>,
}

/// A limit that moved.
#[derive(Serialize, ToSchema)]
pub(crate) struct Moved {
    /// What it was.
    pub(crate) old: String,
    /// What it is.
    pub(crate) new: String,
}

/// A session: send it as `Authorization: Bearer`.
#[derive(Serialize, ToSchema)]
pub(crate) struct Session {
    /// The session.
    pub(crate) session: String,
    /// When it ends.
    pub(crate) expires_at: String,
}

/// A code is on its way, if the number is an officer's.
#[derive(Serialize, ToSchema)]
pub(crate) struct CodeSent {
    /// How many seconds it is good.
    pub(crate) seconds: i64,
}

/// A complaint that was brought to the desk.
#[derive(Serialize, ToSchema)]
pub(crate) struct Brought {
    /// Its number.
    pub(crate) reference: String,
    /// The caller's own link to it.
    pub(crate) token: String,
    /// Whether the same form had registered it before.
    pub(crate) before: bool,
}

/// What went wrong (RFC 9457). Holds nothing personal.
#[derive(Serialize, ToSchema)]
pub(crate) struct Problem {
    /// `urn:helpline:problem:` and a name.
    #[serde(rename = "type")]
    pub(crate) name: String,
    /// In a few words.
    pub(crate) title: String,
    /// The HTTP status.
    pub(crate) status: u16,
    /// In a sentence.
    pub(crate) detail: String,
    /// Tries that are left, after a wrong PIN or code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tries_left: Option<u8>,
    /// Until when no PIN is taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) locked_until: Option<String>,
    /// The version that stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<u64>,
    /// The status that stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) complaint_status: Option<String>,
    /// The complaint as it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) complaint: Option<Complaint>,
    /// The version of the policy that runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) policy_version: Option<String>,
}
