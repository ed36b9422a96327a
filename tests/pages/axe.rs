//! axe-core, the checker of accessibility, from npm and of one version.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// The version that pages are held against.
const VERSION: &str = "4.14.1";

/// Runs all rules of WCAG 2.2 at levels A and AA, and answers with what breaks.
pub(crate) const RUN: &str = r"
const done = arguments[arguments.length - 1];
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }).then(
  found => done(found.violations.map(one =>
    one.id + ': ' + one.help + ': ' + one.nodes.map(node => node.target.join(' ')).join(' | '))),
  error => done(['axe failed: ' + error]));
";

/// Its source, fetched once into `target/axe`.
pub(crate) fn source() -> &'static str {
    static SOURCE: OnceLock<String> = OnceLock::new();
    SOURCE.get_or_init(|| {
        let place = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/axe").join(VERSION);
        let file = place.join("node_modules/axe-core/axe.min.js");
        if !file.exists() {
            fetch(&place);
        }
        std::fs::read_to_string(&file).expect("axe-core can be read")
    })
}

fn fetch(place: &std::path::Path) {
    std::fs::create_dir_all(place).expect("a directory for axe-core");
    let package = format!("axe-core@{VERSION}");
    let done = Command::new("npm")
        .args(["install", "--silent", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"])
        .arg(place)
        .arg(&package)
        .status()
        .expect("npm starts: install Node.js with npm");
    assert!(done.success(), "npm could not fetch {package}");
}
