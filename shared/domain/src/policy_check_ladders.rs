//! Checks of the ladders: that they rise, and that whom a step names besides the
//! level's own can hear of a complaint. Each fault in a clerk's words.

use crate::category::Category;
use crate::ids::EscalationLevel;
use crate::ladder::Ladder;
use crate::ladder_step::{Means, Step, Whom};
use crate::ladder_words::duration;
use crate::policy::{Policy, PolicyError};
use crate::roster::Role;

/// A step names at most so many people besides the level's own: the complaint
/// keeps its ladders with it, and must stay small.
const MOST_BESIDES: usize = 2;
/// No step comes later than so many minutes: 90 days.
const LATEST: u32 = 90 * 24 * 60;

/// Every fault of every ladder.
pub(crate) fn check(policy: &Policy, errors: &mut Vec<PolicyError>) {
    for category in Category::ALL {
        for (owed, ladder) in policy.sla(category).ladders() {
            let mut fault = |why: String| {
                errors.push(PolicyError::Ladder { category, ladder: owed.ladder_name(), why });
            };
            check_times(ladder, &mut fault);
            for (level, step) in ladder.steps() {
                check_named(policy, category, level, step, &mut fault);
                if step.by != Means::Sms && policy.whatsapp_id().is_none() {
                    fault(format!(
                        "level {level} is told by WhatsApp, and the cell's receivers name no Meta phone number id"
                    ));
                }
            }
        }
    }
}

fn check_times(ladder: &Ladder, fault: &mut impl FnMut(String)) {
    let [first, rest @ ..] = &ladder.0;
    let mut below = first;
    for (step, level) in rest.iter().zip(2..) {
        if step.after_minutes <= below.after_minutes {
            let (own, lower) = (duration(step.after_minutes), duration(below.after_minutes));
            fault(format!(
                "level {level} (after {own}) must be told later than level {} (after {lower})",
                level - 1
            ));
        }
        below = step;
    }
    if below.after_minutes > LATEST {
        fault(format!("level 3 is told after {}; 90 days are the most", duration(below.after_minutes)));
    }
}

fn check_named(
    policy: &Policy,
    category: Category,
    level: EscalationLevel,
    step: &Step,
    fault: &mut impl FnMut(String),
) {
    if step.also.len() > MOST_BESIDES {
        fault(format!("level {level} names {} people besides; {MOST_BESIDES} are the most", step.also.len()));
    }
    for (at, whom) in step.also.iter().enumerate() {
        let name = whom.as_str();
        if step.also[..at].contains(whom) {
            fault(format!("level {level} names {name} twice"));
        } else if is_own(policy, category, level, whom) {
            fault(format!("level {level} names {name}, who is told at this level anyway"));
        } else if let Whom::Officer(id) = whom {
            let appellate = policy.appellate.as_ref().is_some_and(|above| above.id == *id);
            let why = match policy.officer(id) {
                _ if appellate => "who hears only where the District Magistrate is accused",
                None => {
                    "and there is no such officer, and no such place (answerable, duty, sitting, supervisor, in_charge, dm)"
                }
                Some(officer) if officer.role == Role::Auditor => {
                    "who audits and takes no part in a complaint"
                }
                Some(officer) if !officer.is_reachable() => {
                    "who is not in post, or has no Indian mobile number"
                }
                Some(_) => continue,
            };
            fault(format!("level {level} names {name}, {why}"));
        }
    }
}

/// Whether this is who answers at the level.
fn is_own(policy: &Policy, category: Category, level: EscalationLevel, whom: &Whom) -> bool {
    let (place, id) = match level.number() {
        1 => (Whom::Supervisor, &policy.category(category).supervisor),
        2 => (Whom::InCharge, &policy.in_charge),
        _ => (Whom::Dm, &policy.dm.id),
    };
    *whom == place || matches!(whom, Whom::Officer(named) if named == id)
}

#[cfg(test)]
mod tests {
    use crate::policy::Policy;
    use crate::policy::tests::LUCKNOW;

    const STANDING: &str = "not_disposed = [0, 24, 48]";

    /// What is said of this ladder in place of that of schemes.
    fn said(steps: &str) -> String {
        let text = LUCKNOW.replacen(STANDING, &format!("not_disposed = {steps}"), 1);
        Policy::from_toml(&text).err().map_or_else(|| "nothing".to_owned(), |error| error.to_string())
    }

    #[test]
    fn holes_are_named() {
        for (steps, expected) in [
            ("[0, 24, 48]", "nothing"),
            (
                r#"[0, { after = 24, also = ["sitting", "cell-2"], by = "both" }, { after = 48, by = "whatsapp" }]"#,
                "nothing",
            ),
            (
                r#"[{ level = 3, after = 48 }, { level = 1, after = 0 }, { level = 2, after = 24 }]"#,
                "nothing",
            ),
            (
                "[0, 24]",
                "category scheme, ladder not_disposed: the last step does not reach the District Magistrate: level 3 is left out",
            ),
            (
                "[0, { level = 3, after = 48 }]",
                "level 2 is left out; the levels are 1 (the category's supervisor)",
            ),
            ("[0, 24, { level = 2, after = 48 }]", "level 2 is there twice"),
            ("[0, 24, 48, 72]", "a step names level 4; the levels are"),
            ("[{ level = 0, after = 0 }, 24, 48]", "a step names level 0"),
            ("[0, 24, 24]", "level 3 (after 24 hours) must be told later than level 2 (after 24 hours)"),
            ("[5, 4, 48]", "level 2 (after 4 hours) must be told later than level 1 (after 5 hours)"),
            ("[0, 24, 2161]", "level 3 is told after 2161 hours; 90 days are the most"),
            ("[0, 24, 4294967295]", "90 days are the most"),
            (
                r#"[{ after = 0, also = ["ghost"] }, 24, 48]"#,
                "level 1 names ghost, and there is no such officer",
            ),
            (
                r#"[{ after = 0, also = ["dpo-lko"] }, 24, 48]"#,
                "level 1 names dpo-lko, who is told at this level anyway",
            ),
            (
                r#"[0, { after = 24, also = ["in_charge"] }, 48]"#,
                "level 2 names in_charge, who is told at this level anyway",
            ),
            (
                r#"[0, 24, { after = 48, also = ["dm-lko"] }]"#,
                "level 3 names dm-lko, who is told at this level anyway",
            ),
            (
                r#"[0, 24, { after = 48, also = ["commissioner-lko"] }]"#,
                "level 3 names commissioner-lko, who hears only where the District Magistrate is accused",
            ),
            (r#"[0, 24, { after = 48, also = ["duty", "duty"] }]"#, "level 3 names duty twice"),
            (
                r#"[0, 24, { after = 48, also = ["duty", "sitting", "cell-1"] }]"#,
                "level 3 names 3 people besides; 2 are the most",
            ),
            (r#"[0, 24, { after = 48, by = "fax" }]"#, "a step of a ladder is a number, or { after = 30"),
        ] {
            let said = said(steps);
            assert!(said.contains(expected), "{steps}: wanted {expected:?} in: {said}");
        }
    }

    #[test]
    fn whom_nobody_can_reach_is_named() {
        let steps = format!("not_disposed = {}", r#"[{ after = 0, also = ["cell-2"] }, 24, 48]"#);
        let text = LUCKNOW.replacen(STANDING, &steps, 1);
        let away = text.replacen("id = \"cell-2\"", "id = \"cell-2\"\nactive = false", 1);
        let said = Policy::from_toml(&away).unwrap_err().to_string();
        assert!(said.contains("level 1 names cell-2, who is not in post"), "{said}");
        let no_meta = LUCKNOW.replacen("\"100000000000001\", ", "", 1);
        let by = no_meta.replacen(STANDING, r#"not_disposed = [{ after = 0, by = "whatsapp" }, 24, 48]"#, 1);
        let said = Policy::from_toml(&by).unwrap_err().to_string();
        assert!(
            said.contains("level 1 is told by WhatsApp, and the cell's receivers name no Meta"),
            "{said}"
        );
        assert!(Policy::from_toml(&no_meta).is_ok());
    }
}
