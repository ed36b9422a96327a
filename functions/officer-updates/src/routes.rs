//! Every route of this function, in one table: what answers, what it needs, and
//! whether it may write. Requests are led by it, the document of the API is made
//! from it, and the journeys `roles` and `safe_methods` walk it. A route that
//! does not stand here is not found.

use domain::access_pages::Page;

/// What somebody must have so that a route does more than refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// A link to a complaint, and its PIN or a session; what may then be done is
    /// in [`domain::access`].
    Link,
    /// A link to an officer's list, and its PIN or a session.
    List,
    /// A session of somebody to whom this page is open
    /// ([`domain::access_pages::may_open`]).
    Staff(Page),
}

/// What answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// An officer's page.
    Case,
    /// A form of the page.
    Press,
    /// A file that she sent.
    File,
    /// Who read it.
    Readers,
    /// An officer's list.
    List,
    /// The PIN of an officer's list.
    ListPin,
    /// The desk: see `desk.rs`.
    Desk,
    /// The District Magistrate's page: see `dm.rs`.
    Dm,
    /// The document of the API.
    Document,
    /// A number to log in with.
    ApiLogin,
    /// The code that was sent to it.
    ApiCode,
    /// The complaint as JSON.
    ApiCase,
    /// An action by JSON.
    ApiAct,
    /// An officer's list as JSON.
    ApiList,
    /// The PIN of an officer's list by JSON.
    ApiListOpen,
    /// The desk's queue as JSON.
    ApiQueue,
    /// Whom to call back, as JSON.
    ApiCalls,
    /// A walk-in by JSON.
    ApiRegister,
    /// What could not be understood, as JSON.
    ApiQuarantine,
    /// The running policy as JSON.
    ApiPolicy,
    /// Who changed what in it, as JSON.
    ApiVersions,
    /// An edit of it by JSON.
    ApiEdit,
    /// The District Magistrate's figures as JSON.
    ApiFigures,
    /// The complaints that a figure counts, as JSON.
    ApiCases,
    /// The month's figures as CSV, by the API.
    ApiCsv,
    /// The same as XLSX.
    ApiXlsx,
}

/// A route.
#[derive(Debug, PartialEq, Eq)]
pub struct Spec {
    /// GET, which answers HEAD too, or POST.
    pub method: &'static str,
    /// The path; `{name}` stands for one part of it.
    pub pattern: &'static str,
    /// What it needs.
    pub needs: Needs,
    /// What answers.
    pub(crate) at: At,
}

impl Spec {
    /// Whether it may write: a POST may, and nothing else.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.method == "POST"
    }

    /// Whether it is of the JSON API.
    #[must_use]
    pub fn is_api(&self) -> bool {
        is_api(self.pattern)
    }

    /// The values of the pattern's names, if the path has its form.
    fn values<'a>(&self, path: &'a str) -> Option<Vec<&'a str>> {
        let mut values = Vec::new();
        let mut parts = path.trim_start_matches('/').split('/');
        for name in self.pattern.trim_start_matches('/').split('/') {
            let part = parts.next()?;
            match name.starts_with('{') {
                true if part.is_empty() => return None,
                true => values.push(part),
                false if part == name => {}
                false => return None,
            }
        }
        parts.next().is_none().then_some(values)
    }

    fn takes(&self, method: &str) -> bool {
        self.method == method || (self.method == "GET" && method == "HEAD")
    }
}

/// Whether a path is of the JSON API.
#[must_use]
pub fn is_api(path: &str) -> bool {
    path == "/v1" || path.starts_with("/v1/")
}

const fn get(pattern: &'static str, needs: Needs, at: At) -> Spec {
    Spec { method: "GET", pattern, needs, at }
}

const fn post(pattern: &'static str, needs: Needs, at: At) -> Spec {
    Spec { method: "POST", pattern, needs, at }
}

/// The desk, for who sits at it.
const DESK: Needs = Needs::Staff(Page::Desk);
/// Duty and officers, for who heads the cell.
const POLICY: Needs = Needs::Staff(Page::Policy);

/// The District Magistrate's figures.
const FIGURES: Needs = Needs::Staff(Page::Figures);
/// The complaints behind them.
const CASES: Needs = Needs::Staff(Page::Cases);

/// The table. A new page has its line here, and nowhere else.
pub const ROUTES: &[Spec] = &[
    get("/c/{token}", Needs::Link, At::Case),
    post("/c/{token}", Needs::Link, At::Press),
    get("/c/{token}/media/{file}", Needs::Link, At::File),
    get("/c/{token}/readers", Needs::Link, At::Readers),
    get("/l/{token}", Needs::List, At::List),
    post("/l/{token}", Needs::List, At::ListPin),
    get("/desk/login", Needs::Nothing, At::Desk),
    post("/desk/login", Needs::Nothing, At::Desk),
    post("/desk/code", Needs::Nothing, At::Desk),
    post("/desk/logout", Needs::Nothing, At::Desk),
    get("/desk", DESK, At::Desk),
    get("/desk/register", DESK, At::Desk),
    post("/desk/register", DESK, At::Desk),
    get("/desk/slip/{token}", DESK, At::Desk),
    get("/desk/calls", DESK, At::Desk),
    get("/desk/quarantine", DESK, At::Desk),
    get("/desk/people", POLICY, At::Desk),
    get("/desk/people/versions", POLICY, At::Desk),
    get("/desk/people/{edit}", POLICY, At::Desk),
    post("/desk/people/{edit}", POLICY, At::Desk),
    get("/dm", FIGURES, At::Dm),
    get("/dm/review", FIGURES, At::Dm),
    get("/dm/export.csv", FIGURES, At::Dm),
    get("/dm/export.xlsx", FIGURES, At::Dm),
    get("/dm/cases", CASES, At::Dm),
    get("/dm/act/{token}", CASES, At::Dm),
    post("/dm/act/{token}", CASES, At::Dm),
    get("/v1/openapi.json", Needs::Nothing, At::Document),
    post("/v1/login", Needs::Nothing, At::ApiLogin),
    post("/v1/login/code", Needs::Nothing, At::ApiCode),
    get("/v1/c/{token}", Needs::Link, At::ApiCase),
    post("/v1/c/{token}/{action}", Needs::Link, At::ApiAct),
    get("/v1/list/{token}", Needs::List, At::ApiList),
    post("/v1/list/{token}/open", Needs::List, At::ApiListOpen),
    get("/v1/desk/queue", DESK, At::ApiQueue),
    get("/v1/desk/calls", DESK, At::ApiCalls),
    post("/v1/desk/register", DESK, At::ApiRegister),
    get("/v1/desk/quarantine", DESK, At::ApiQuarantine),
    get("/v1/desk/policy", POLICY, At::ApiPolicy),
    get("/v1/desk/policy/versions", POLICY, At::ApiVersions),
    post("/v1/desk/policy/edits/{edit}", POLICY, At::ApiEdit),
    get("/v1/dm/figures", FIGURES, At::ApiFigures),
    get("/v1/dm/cases", CASES, At::ApiCases),
    get("/v1/dm/export.csv", FIGURES, At::ApiCsv),
    get("/v1/dm/export.xlsx", FIGURES, At::ApiXlsx),
];

/// Where a request goes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Route<'a> {
    /// The line of the table.
    pub(crate) spec: &'static Spec,
    /// The values of its pattern's names, in order, as the path has them.
    pub(crate) values: Vec<&'a str>,
}

impl<'a> Route<'a> {
    /// The route of this method and path; else the methods that the path has.
    pub(crate) fn of(method: &str, path: &'a str) -> Result<Self, Vec<&'static str>> {
        let mut others = Vec::new();
        for spec in ROUTES {
            let Some(values) = spec.values(path) else { continue };
            if spec.takes(method) {
                return Ok(Self { spec, values });
            }
            others.extend(if spec.method == "GET" { &["GET", "HEAD"][..] } else { &["POST"][..] });
        }
        Err(others)
    }

    /// The value at this place; empty if there is none.
    pub(crate) fn value(&self, place: usize) -> &'a str {
        self.values.get(place).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_led_by_the_table() {
        let check = |method: &str, path: &str, at: At, values: &[&str]| {
            let route = Route::of(method, path).unwrap();
            assert_eq!((route.spec.at, route.values.as_slice()), (at, values), "{method} {path}");
        };
        check("GET", "/c/abc", At::Case, &["abc"]);
        check("HEAD", "/c/abc", At::Case, &["abc"]);
        check("POST", "/c/abc", At::Press, &["abc"]);
        check("GET", "/c/abc/media/0f", At::File, &["abc", "0f"]);
        check("GET", "/c/abc/readers", At::Readers, &["abc"]);
        check("GET", "/l/abc", At::List, &["abc"]);
        check("POST", "/l/abc", At::ListPin, &["abc"]);
        check("GET", "/desk", At::Desk, &[]);
        check("GET", "/v1/c/abc", At::ApiCase, &["abc"]);
        check("POST", "/v1/c/abc/note", At::ApiAct, &["abc", "note"]);
    }

    #[test]
    fn what_is_not_in_it_is_not_found() {
        let check = |method: &str, path: &str, others: &[&str]| {
            assert_eq!(Route::of(method, path).unwrap_err(), others, "{method} {path}");
        };
        check("PUT", "/c/abc", &["GET", "HEAD", "POST"]);
        check("POST", "/v1/c/abc", &["GET", "HEAD"]);
        check("GET", "/v1/login", &["POST"]);
        for path in ["/", "/c", "/c/", "/c/a/b", "/c/a/", "/desk/", "/desk/x", "/v1", "/v1/x", "/C/abc", ""] {
            check("GET", path, &[]);
        }
    }

    #[test]
    fn no_line_stands_twice() {
        for (at, spec) in ROUTES.iter().enumerate() {
            // By form: a name stands for any part.
            let form = |it: &Spec| -> Vec<String> {
                it.pattern
                    .split('/')
                    .map(|part| part.split('{').next().unwrap_or_default().to_owned())
                    .collect()
            };
            let same = |other: &&Spec| other.method == spec.method && form(other) == form(spec);
            assert!(!ROUTES[..at].iter().any(|other| same(&other)), "{} {}", spec.method, spec.pattern);
            assert!(["GET", "POST"].contains(&spec.method) && spec.pattern.starts_with('/'));
        }
    }
}
