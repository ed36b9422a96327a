//! The house's rules, held by reading the house.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// The longest file, without its tests.
const MOST_LINES: usize = 350;

/// What a room may import of ours. A room that is not listed here (what tests
/// or measures) may import all.
const ROOMS: [(&str, &[&str]); 7] = [
    ("domain", &[]),
    ("channels", &["domain"]),
    ("helpline", &["channels", "domain"]),
    ("aws", &["domain", "helpline"]),
    ("officer-updates", &["aws", "channels", "domain", "helpline"]),
    ("sla-sweeper", &["aws", "channels", "domain", "helpline"]),
    ("webhook-intake", &["aws", "channels", "domain", "helpline"]),
];
/// The rooms that do no I/O, and what they would need for it.
const PURE: [&str; 3] = ["domain", "channels", "helpline"];
const IMPURE: [&str; 7] = ["aws-", "axum", "hyper", "lambda_", "reqwest", "tokio", "tower"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file of the repository: its path from the root, and its text. Not
/// those that are built, and none that is not text.
fn files() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    walk(&root(), &mut found);
    assert!(found.len() > 50, "{} files: is this the root?", found.len());
    found
}

fn walk(directory: &Path, found: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["target", ".git", ".aws-sam", "node_modules"].contains(&name.as_str()) {
                walk(&path, found);
            }
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let from_root = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            found.insert(from_root, text);
        }
    }
}

fn rust() -> impl Iterator<Item = (String, String)> {
    files().into_iter().filter(|(path, _)| path.ends_with(".rs"))
}

/// Whether a file holds tests, or what they share, and nothing else.
fn is_test(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let named = name.starts_with("testing") || name.ends_with("_tests.rs") || name == "tests.rs";
    named || path.contains("/tests/") || path.starts_with("tests/")
}

/// A file's code before its test module, which stands last.
fn without_tests(text: &str) -> &str {
    let module = text.match_indices("#[cfg(test)]").find(|(at, _)| {
        let after = text[*at..].lines().skip(1).find(|line| !line.trim_start().starts_with("#["));
        after.is_some_and(|line| line.contains("mod tests {"))
    });
    module.map_or(text, |(at, _)| &text[..at])
}

/// The lines of code that hold one of these; comments do not count.
fn lines_with<'a>(text: &'a str, words: &'a [&'a str]) -> impl Iterator<Item = (usize, &'a str)> {
    let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.filter(|(_, line)| words.iter().any(|word| line.contains(word)))
        .map(|(at, line)| (at + 1, line.trim()))
}

/// No file has such a line.
fn check(words: &[&str], files: impl Iterator<Item = (String, String)>) {
    let mut found = Vec::new();
    for (path, text) in files.filter(|(path, _)| !path.ends_with("journeys/tidy.rs")) {
        found.extend(lines_with(&text, words).map(|(at, line)| format!("{path}:{at}: {line}")));
    }
    assert!(found.is_empty(), "{words:?}:\n{}", found.join("\n"));
}

/// The manifests of the workspace's packages.
fn manifests() -> Vec<(String, Table)> {
    let all = files().into_iter().filter(|(path, _)| path.ends_with("/Cargo.toml"));
    all.map(|(path, text)| (path, text.parse::<Table>().unwrap()))
        .filter(|(_, table)| !table.contains_key("workspace"))
        .collect()
}

fn name(manifest: &Table) -> &str {
    manifest["package"]["name"].as_str().unwrap()
}

fn dependencies(manifest: &Table) -> Vec<&str> {
    let sections = ["dependencies", "dev-dependencies", "build-dependencies"];
    let tables = sections.into_iter().filter_map(|section| manifest.get(section).and_then(Value::as_table));
    tables.flat_map(|table| table.keys().map(String::as_str)).collect()
}

#[test]
fn imports_go_one_way() {
    let manifests = manifests();
    let ours: Vec<&str> = manifests.iter().map(|(_, manifest)| name(manifest)).collect();
    for (room, allowed) in ROOMS {
        let (_, manifest) = manifests.iter().find(|(_, it)| name(it) == room).unwrap();
        for import in dependencies(manifest).into_iter().filter(|it| ours.contains(it)) {
            assert!(allowed.contains(&import), "{room} imports {import}");
        }
    }
    let deployed = |path: &str| path.starts_with("functions/") || path.starts_with("shared/");
    let missing = manifests
        .iter()
        .find(|(path, it)| deployed(path) && !ROOMS.iter().any(|(room, _)| *room == name(it)));
    assert!(missing.is_none(), "{missing:?} has no rule");
}

#[test]
fn what_decides_does_no_io() {
    for (path, manifest) in manifests().iter().filter(|(_, it)| PURE.contains(&name(it))) {
        let empty = Table::new();
        let used = manifest.get("dependencies").and_then(Value::as_table).unwrap_or(&empty);
        // `aws-lc-rs` is named after AWS, and nothing but mathematics.
        let mut others = used.keys().filter(|it| *it != "aws-lc-rs");
        let impure = others.find(|it| IMPURE.iter().any(|word| it.starts_with(word)));
        assert!(impure.is_none(), "{path}: {impure:?}");
    }
}

#[test]
fn every_package_obeys_the_workspaces_lints() {
    let root = files()["Cargo.toml"].parse::<Table>().unwrap();
    let members = root["workspace"]["members"].as_array().unwrap();
    let manifests = manifests();
    for member in members {
        let path = format!("{}/Cargo.toml", member.as_str().unwrap());
        let (_, manifest) = manifests.iter().find(|(it, _)| *it == path).unwrap();
        assert_eq!(manifest["lints"]["workspace"].as_bool(), Some(true), "{path}");
    }
}

#[test]
fn every_module_says_what_it_is() {
    for (path, text) in rust() {
        assert!(text.starts_with("//! "), "{path} has no header");
    }
}

#[test]
fn no_file_is_long() {
    let long = rust().filter(|(path, _)| !is_test(path) || path.starts_with("tests/"));
    let long = long.map(|(path, text)| (path, without_tests(&text).lines().count()));
    let long: Vec<_> =
        long.filter(|(path, lines)| *lines > MOST_LINES && !path.ends_with("_tests.rs")).collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn nothing_is_left_out() {
    check(&["#[ignore", "todo!(", "unimplemented!(", "dbg!("], rust());
}

#[test]
fn no_test_sleeps() {
    let tests = rust().filter(|(path, _)| path.starts_with("tests/journeys/"));
    let modules = rust().map(|(path, text)| {
        let before = without_tests(&text).len();
        (path, text[before..].to_owned())
    });
    check(&["sleep(", "sleep_until("], tests.chain(modules));
}

#[test]
fn only_tests_and_start_up_may_stop() {
    let deployed = rust().filter(|(path, _)| path.starts_with("functions/") || path.starts_with("shared/"));
    let running = deployed.filter(|(path, _)| {
        !is_test(path) && !["main.rs", "build.rs"].iter().any(|name| path.ends_with(name))
    });
    let code = running.map(|(path, text)| (path, without_tests(&text).to_owned()));
    check(&[".unwrap()", ".expect(", "panic!(", "unreachable!("], code);
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    let written = files().into_iter().filter(|(path, _)| !path.ends_with("Cargo.lock"));
    check(
        &["/work/", "/root/", "/home/", "pypi.org", "static.crates.io", "proxy.golang.org", "npmjs.org"],
        written,
    );
}

#[test]
fn the_readme_names_every_direct_dependency() {
    let files = files();
    let readme = files.get("README.md").expect("README.md");
    let root = files["Cargo.toml"].parse::<Table>().unwrap();
    let all = root["workspace"]["dependencies"].as_table().unwrap();
    let others = all.iter().filter(|(_, it)| it.get("path").is_none()).map(|(name, _)| name.as_str());
    let missing: Vec<_> = others.filter(|name| !readme.contains(name)).collect();
    assert!(missing.is_empty(), "README.md does not say why we use {missing:?}");
}
