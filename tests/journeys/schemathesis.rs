//! schemathesis (PyPI) against the running stack's own document: only with the
//! feature of this name, since `.ci/run` brings the program.

use std::process::Stdio;

use officer_updates::routes::ROUTES;
use tokio::process::Command;

use crate::cast::Cast;

/// What schemathesis is to hold against the running stack.
#[expect(clippy::disallowed_methods, reason = "a tool of the test, not a setting")]
fn checked(url: &str, arguments: &[&str]) -> Command {
    let program = std::env::var("SCHEMATHESIS").expect("SCHEMATHESIS names the program, as .ci/run does");
    let mut command = Command::new(program);
    command.args(["run", &format!("{url}/v1/openapi.json"), "--url", url]);
    command.args(["--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance,unsupported_method,negative_data_rejection"]);
    command.args(["--max-examples", "40", "--seed", "1", "--no-color", "--generation-deterministic"]);
    command.args(["--suppress-health-check", "all"]).args(arguments).stdin(Stdio::null());
    command.env("NO_PROXY", "127.0.0.1");
    command
}

/// By nobody, by an officer with a link, by the head of the cell.
#[tokio::test]
async fn schemathesis_finds_nothing() {
    let cast = Cast::enter("में आय प्रमाण पत्र महीनों से नहीं बना").await;
    // Its settings and what it said, kept as test output.
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/schemathesis");
    std::fs::create_dir_all(&folder).expect("a folder");
    let (link, list) = (cast.link(&cast.people[0], &cast.complaints[1]), cast.list(&cast.people[0]));
    let case = format!("Authorization: Bearer {}", cast.open(&format!("/v1/c/{link}")).await);
    let own = format!("Authorization: Bearer {}", cast.open(&format!("/v1/list/{list}")).await);
    let head = format!("Authorization: Bearer {}", cast.people[4].session);
    let calls =
        [("nobody", "x", ""), ("officer", &link, &case), ("list", &list, &own), ("head", &link, &head)];
    for (who, token, session) in calls {
        let settings = folder.join("schemathesis.toml");
        std::fs::write(&settings, format!("[parameters]\n\"path.token\" = \"{token}\"\n")).expect("written");
        let header = ["-H", session];
        let mut run = checked(cast.helpline.url(), if session.is_empty() { &[] } else { &header });
        let found = run.current_dir(&folder).output().await.expect("schemathesis runs");
        let said = String::from_utf8_lossy(&found.stdout).into_owned();
        let failed = String::from_utf8_lossy(&found.stderr).into_owned();
        std::fs::write(folder.join(format!("{who}.txt")), &said).expect("written");
        assert!(found.status.success(), "as {who}:\n{said}\n{failed}");
        // All but the document itself, which it has read.
        let operations = ROUTES.iter().filter(|spec| spec.is_api()).count() - 1;
        assert!(said.contains(&format!("Tested: {operations}\n")), "as {who}:\n{said}");
    }
    cast.helpline.end(&[]).await;
}
