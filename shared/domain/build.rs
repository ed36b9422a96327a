//! Folds the word lists once, at build time: folding some two thousand
//! spellings at run time would cost a cold function as much as all its other
//! work together.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;

#[path = "src/dlt_lint.rs"]
#[allow(dead_code, unreachable_pub, reason = "it is the library's, which uses the rest")]
mod dlt_lint;
#[path = "src/normalise.rs"]
#[allow(dead_code, unreachable_pub, reason = "it is the library's, which uses the rest")]
mod normalise;
#[path = "src/triage_concept.rs"]
#[allow(dead_code, unreachable_pub, reason = "it is the library's, which uses the rest")]
mod triage_concept;
#[path = "src/triage_lexicon.rs"]
mod triage_lexicon;
#[path = "src/triage_train.rs"]
mod triage_train;
#[path = "src/words_lists.rs"]
mod words_lists;

use normalise::{Word, words};
use triage_lexicon::LEXICON;
use words_lists::{COMMANDS, LISTS};

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script where to write by the environment")]
fn main() -> Result<(), Box<dyn Error>> {
    for source in ["normalise", "triage_concept", "triage_lexicon", "triage_train", "words_lists"] {
        println!("cargo::rerun-if-changed=src/{source}.rs");
    }
    println!("cargo::rerun-if-changed=src/dlt_lint.rs");
    println!("cargo::rerun-if-changed=policy/sms.toml");
    println!("cargo::rerun-if-changed=samples");
    check_sms(include_str!("policy/sms.toml"))?;
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    std::fs::write(out.join("folded_lexicon.rs"), lexicon()?)?;
    std::fs::write(out.join("folded_words.rs"), lists()?)?;
    std::fs::write(out.join("model.rs"), model())?;
    Ok(())
}

/// The weights of triage's model, trained from our own sentences: `label<TAB>text`.
fn model() -> String {
    let files = [include_str!("samples/triage_more.tsv"), include_str!("samples/triage_fresh.tsv")];
    let lines = files.iter().flat_map(|file| file.lines().skip(1));
    let samples: Vec<(bool, &str)> = lines
        .filter_map(|line| line.split_once('\t'))
        .map(|(label, text)| (label == "violence", text))
        .collect();
    let weights = triage_train::train(&samples);
    format!("static WEIGHTS: [i8; {}] = {weights:?};\n", weights.len())
}

/// The registered texts, each by the rules of the registry: what breaks one does
/// not compile. The library reads the file whole and checks ids and links too.
fn check_sms(file: &str) -> Result<(), Box<dyn Error>> {
    let mut checked = 0;
    for template in file.split("[[template]]").skip(1) {
        let value = |key: &str| {
            template.lines().find_map(|line| {
                line.strip_prefix(key)?
                    .trim_start()
                    .strip_prefix('=')?
                    .trim()
                    .strip_prefix('"')?
                    .strip_suffix('"')
            })
        };
        let (name, text) = (value("name").ok_or("a template without a name")?, value("text"));
        let text = text.ok_or_else(|| format!("template {name}: its text must stand on one line"))?;
        dlt_lint::check(text, value("third_variable_reason"))
            .map_err(|why| format!("template {name}: {why}"))?;
        checked += 1;
    }
    if checked == 0 { Err("no template is registered".into()) } else { Ok(()) }
}

/// The lexicon of triage, folded and sorted.
fn lexicon() -> Result<String, std::fmt::Error> {
    let (mut folds, mut skeletons) = (BTreeMap::new(), BTreeMap::new());
    for (concept, spellings) in LEXICON {
        for spelling in spellings.split_whitespace() {
            if let Some(long) = spelling.strip_prefix('~') {
                *skeletons.entry(Word::new(long).skeleton).or_insert(0) |= concept.mark();
            } else {
                let stem = spelling.strip_suffix('*');
                let fold = Word::new(stem.unwrap_or(spelling)).fold;
                *folds.entry((fold, stem.is_some())).or_insert(0) |= concept.mark();
            }
        }
    }
    let mut text = String::from("static FOLDS: &[(&str, bool, Marks)] = &[\n");
    for ((fold, longer), marks) in folds {
        writeln!(text, "({fold:?}, {longer}, {marks}),")?;
    }
    text.push_str("];\nstatic SKELETONS: &[(&str, Marks)] = &[\n");
    for (skeleton, marks) in skeletons {
        writeln!(text, "({skeleton:?}, {marks}),")?;
    }
    text.push_str("];\n");
    Ok(text)
}

/// The words of the conversation: each command by its folded phrase, and each
/// list sorted.
fn lists() -> Result<String, std::fmt::Error> {
    let mut commands = BTreeMap::new();
    for (command, phrases) in COMMANDS {
        for phrase in phrases.split(',') {
            let folds: Vec<String> = words(phrase).into_iter().map(|word| word.fold).collect();
            commands.entry(folds.join(" ")).or_insert(command);
        }
    }
    let mut text = String::from("static COMMANDS: &[(&str, Command)] = &[\n");
    for (phrase, command) in commands {
        writeln!(text, "({phrase:?}, Command::{command}),")?;
    }
    text.push_str("];\n");
    for (name, spellings) in LISTS {
        let mut folds: Vec<String> = words(spellings).into_iter().map(|word| word.fold).collect();
        folds.sort_unstable();
        folds.dedup();
        writeln!(text, "static {name}: &[&str] = &{folds:?};")?;
    }
    Ok(text)
}
