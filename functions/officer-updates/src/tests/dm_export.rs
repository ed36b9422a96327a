//! Files to pass on: no formula, nobody, the same figures the same file.

use proptest::prelude::*;

use super::*;

fn table(name: &str, numbers: &[Shown]) -> Table {
    Table {
        title: "By tehsil".to_owned(),
        heads: vec!["Part".to_owned(), "Open".to_owned()],
        rows: vec![(name.to_owned(), numbers.to_vec())],
    }
}

#[test]
fn no_field_is_a_formula() {
    let check = |field: &str, written: &str| assert_eq!(neutral(field), written);
    check("मलिहाबाद", "मलिहाबाद");
    check("12", "12");
    check("a,b", "\"a,b\"");
    check("say \"no\"", "\"say \"\"no\"\"\"");
    check("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"");
    for field in ["+1", "-1", "@SUM", "\tx", "\rx", "\n=1"] {
        assert!(neutral(field).starts_with("\"'"), "{field:?}");
    }
}

#[test]
fn a_file_is_written_line_by_line() {
    let written = as_csv(&[table("=1+1", &[Shown::Number(7), Shown::Small, Shown::HeldBack])]);
    assert_eq!(written, "\u{feff}By tehsil\r\nPart,Open\r\n\"'=1+1\",7,<5,*\r\n\r\n");
}

#[test]
fn the_same_figures_are_the_same_file() {
    let tables = [table("=cmd|' /C calc'!A0", &[Shown::Number(7), Shown::Small])];
    let made = as_xlsx(&tables, 1_796_000_000).unwrap();
    assert!(made.starts_with(b"PK\x03\x04"));
    assert_eq!(made, as_xlsx(&tables, 1_796_000_000).unwrap());
}

proptest! {
    /// Whatever a name holds, a reader of CSV finds one field there and no
    /// formula.
    #[test]
    fn a_name_stays_one_field(name in "\\PC{0,20}|[=+@,\"\r\n\t-]{1,6}") {
        let written = neutral(&name);
        let inside = match written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(inside) => {
                prop_assert!(!inside.replace("\"\"", "").contains('"'));
                inside.replace("\"\"", "\"")
            }
            None => {
                prop_assert!(!written.contains([',', '"', '\r', '\n']));
                written.clone()
            }
        };
        prop_assert!(!inside.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
        let guarded = format!("'{name}");
        prop_assert!(inside == name || inside == guarded);
    }
}
