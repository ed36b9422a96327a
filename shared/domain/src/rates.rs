//! How often what officers said was solved was not, with what so few answers
//! are worth.

/// The 97.5th percentile of the normal distribution: intervals of 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// A share of answers, with the interval in which the true share lies with a
/// probability of 95 %. All from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// The share found.
    pub rate: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The share of untrue disposals: `denied` of `answered`, where a 'no' of hers
/// and a call-back that found it untrue count as denied. The interval is
/// Wilson's (E. B. Wilson, JASA 22, 1927), which holds for small numbers too;
/// of no answers nothing is known, so it is 0 to 1. More denied than answered
/// counts as all.
#[must_use]
pub fn untrue_rate(denied: u32, answered: u32) -> Rate {
    if answered == 0 {
        return Rate { rate: 0.0, low: 0.0, high: 1.0 };
    }
    let (n, rate) = (f64::from(answered), f64::from(denied.min(answered)) / f64::from(answered));
    let scale = 1.0 + Z * Z / n;
    let centre = (rate + Z * Z / (2.0 * n)) / scale;
    let half = Z / scale * (rate * (1.0 - rate) / n + Z * Z / (4.0 * n * n)).sqrt();
    // At the ends the interval touches them; rounding may miss it by a hair.
    let low = if denied == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if denied >= answered { 1.0 } else { (centre + half).min(1.0) };
    Rate { rate, low, high }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::*;

    fn check(denied: u32, answered: u32, expected: [f64; 3]) {
        let found = untrue_rate(denied, answered);
        for (found, expected) in [found.rate, found.low, found.high].into_iter().zip(expected) {
            assert!((found - expected).abs() < 0.000_5, "{denied} of {answered}: {found} {expected}");
        }
    }

    /// Against published tables of Wilson's interval without correction
    /// (Newcombe, Statistics in Medicine 17, 1998, table I: 81 of 263, 15 of
    /// 148, 0 of 20, 1 of 29).
    #[test]
    fn the_interval_is_wilsons() {
        check(81, 263, [0.308_0, 0.255_3, 0.366_2]);
        check(15, 148, [0.101_4, 0.062_4, 0.160_5]);
        check(0, 20, [0.0, 0.0, 0.161_1]);
        check(1, 29, [0.034_5, 0.006_1, 0.171_8]);
        check(0, 0, [0.0, 0.0, 1.0]);
        check(5, 5, [1.0, 0.565_5, 1.0]);
        check(9, 5, [1.0, 0.565_5, 1.0]);
    }

    proptest! {
        #[test]
        fn the_share_lies_in_its_interval(answered in 0_u32..100_000, denied in 0_u32..100_000) {
            let found = untrue_rate(denied, answered);
            prop_assert!(0.0 <= found.low && found.low <= found.rate);
            prop_assert!(found.rate <= found.high && found.high <= 1.0);
            let more = untrue_rate(denied.saturating_mul(2), answered.saturating_mul(2));
            prop_assert!(more.high - more.low <= found.high - found.low + 1e-9, "more answers, narrower");
        }
    }
}
