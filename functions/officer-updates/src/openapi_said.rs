//! What the document of the API says of each route besides its line in the table.

use crate::routes::At;

/// What is to be said of a route besides its line in the table.
pub(crate) struct Said {
    /// In a sentence.
    pub(crate) summary: &'static str,
    /// The shape of the body.
    pub(crate) takes: Option<&'static str>,
    /// The shape of a success, with its statuses; none for this document itself.
    pub(crate) gives: (&'static [u16], Option<&'static str>),
    /// The statuses of problems.
    pub(crate) refuses: &'static [u16],
}

impl Said {
    const fn new(
        summary: &'static str,
        takes: Option<&'static str>,
        gives: (&'static [u16], Option<&'static str>),
        refuses: &'static [u16],
    ) -> Self {
        Self { summary, takes, gives, refuses }
    }
}

const OK: &[u16] = &[200];

const DOCUMENT: Said = Said::new("This document.", None, (OK, None), &[]);
const LOGIN: Said = Said::new(
    "Sends a one-time code to an officer's registered number. A number that nobody has gets the same answer.",
    Some("Phone"),
    (&[202], Some("CodeSent")),
    &[400, 413, 415, 429, 503],
);
const CODE: Said = Said::new(
    "Turns the code into a session of some hours.",
    Some("Code"),
    (OK, Some("Session")),
    &[400, 403, 413, 415, 503],
);
const CASE: Said = Said::new(
    "The complaint, what she said and what happened, for a session of this link. Its ETag is the complaint's version.",
    None,
    (OK, Some("CaseFile")),
    &[401, 403, 404, 503],
);
const ACT: Said = Said::new(
    "Acts on the complaint, by a session or the PIN, on the version that was seen: `version` in the body (409 if it does not stand) or its ETag as If-Match (412), one of them at least (428). `open` needs none: it turns the PIN into a session.",
    Some("Press"),
    (OK, None),
    &[400, 401, 403, 404, 409, 412, 413, 415, 422, 423, 428, 503],
);
const LIST: Said = Said::new(
    "What is with an officer, for a session of this list.",
    None,
    (OK, Some("Lines")),
    &[401, 404, 503],
);
const LIST_OPEN: Said = Said::new(
    "Turns the PIN into a session of this list.",
    Some("Pin"),
    (OK, Some("Session")),
    &[400, 403, 404, 413, 415, 423, 503],
);
const QUEUE: Said = Said::new(
    "What the desk has before it, for who sits there.",
    None,
    (OK, Some("Queue")),
    &[401, 403, 503],
);
const CALLS: Said =
    Said::new("Whom to call back, for the desk.", None, (OK, Some("Lines")), &[401, 403, 503]);
const REGISTER: Said = Said::new(
    "Registers a walk-in: 201, and 200 where the same nonce had registered it before.",
    Some("WalkIn"),
    (&[200, 201], Some("Brought")),
    &[400, 401, 403, 413, 415, 422, 503],
);
const QUARANTINE: Said = Said::new(
    "What could not be understood, by provider and reason, for the desk.",
    None,
    (OK, Some("Quarantine")),
    &[401, 403, 503],
);
const POLICY: Said = Said::new(
    "Who is on these days, who is away, who the officers are. Its ETag is the running version of the policy.",
    None,
    (OK, Some("People")),
    &[401, 403, 503],
);
const VERSIONS: Said = Said::new(
    "The newest versions of the policy, with who changed what.",
    None,
    (OK, Some("Versions")),
    &[401, 403, 503],
);
const EDIT: Said = Said::new(
    "Edits the policy: checked and shown, or with `publish` published over the version that was seen, `version` in the body (409 if it does not run) or its ETag as If-Match (412), one of them at least (428). Nobody moves who stands above them.",
    Some("PolicyEdit"),
    (OK, Some("Changed")),
    &[400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 503],
);
const FIGURES: Said = Said::new(
    "The District Magistrate's figures of a month.",
    None,
    (OK, Some("Screen")),
    &[400, 401, 403, 503],
);
const CASES: Said = Said::new(
    "The complaints that a figure counts, fifty at a time: of what is open now, or of what was counted in the months from `from` to `month`. `area` is - where she did not say.",
    None,
    (OK, Some("Cases")),
    &[400, 401, 403, 503],
);
const CSV: Said = Said::new(
    "The month's figures of the whole district as CSV: nobody is named, what counts few is hidden.",
    None,
    (OK, None),
    &[400, 401, 403, 503],
);
const XLSX: Said =
    Said::new("The same as XLSX, a sheet for each table.", None, (OK, None), &[400, 401, 403, 503]);

/// What is said of a route; `None` for the pages.
pub(crate) fn said(at: At) -> Option<Said> {
    Some(match at {
        At::Document => DOCUMENT,
        At::ApiLogin => LOGIN,
        At::ApiCode => CODE,
        At::ApiCase => CASE,
        At::ApiAct => ACT,
        At::ApiList => LIST,
        At::ApiListOpen => LIST_OPEN,
        At::ApiQueue => QUEUE,
        At::ApiCalls => CALLS,
        At::ApiRegister => REGISTER,
        At::ApiQuarantine => QUARANTINE,
        At::ApiPolicy => POLICY,
        At::ApiVersions => VERSIONS,
        At::ApiEdit => EDIT,
        At::ApiFigures => FIGURES,
        At::ApiCases => CASES,
        At::ApiCsv => CSV,
        At::ApiXlsx => XLSX,
        At::Case | At::Press | At::File | At::Readers | At::List | At::ListPin | At::Desk | At::Dm => {
            return None;
        }
    })
}
