//! Small numbers in what is exported: one woman must not be found in a table
//! by her tehsil and her trouble.

/// From 1 to below this a number is hidden.
pub const SMALL: u64 = 5;

/// What is written in place of a hidden number.
pub const HIDDEN: &str = "<5";
/// What is written where a number is hidden only so that another cannot be
/// had by subtraction.
pub const HELD_BACK: &str = "*";

/// A cell of an exported table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    Number(u64),
    /// Too small to show.
    Small,
    /// Held back to protect a small one.
    HeldBack,
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Small => f.write_str(HIDDEN),
            Self::HeldBack => f.write_str(HELD_BACK),
        }
    }
}

/// A number standing alone.
#[must_use]
pub fn hide_small(number: u64) -> Shown {
    if (1..SMALL).contains(&number) { Shown::Small } else { Shown::Number(number) }
}

/// The cells of a line whose sum is published too. Where just one would be
/// hidden, and so be the sum less the others, the smallest of the others is
/// held back as well (complementary suppression).
#[must_use]
pub fn hide_in_line(cells: &[u64]) -> Vec<Shown> {
    let mut shown: Vec<Shown> = cells.iter().map(|cell| hide_small(*cell)).collect();
    if shown.iter().filter(|cell| **cell == Shown::Small).count() == 1 {
        let others = shown.iter().enumerate().filter_map(|(place, cell)| match cell {
            Shown::Number(number) if *number > 0 => Some((*number, place)),
            _ => None,
        });
        if let Some(cell) = others.min().and_then(|(_, place)| shown.get_mut(place)) {
            *cell = Shown::HeldBack;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_alone_in_a_line() {
        let check = |cells: &[u64], expected: &str| {
            let shown: Vec<String> = hide_in_line(cells).iter().map(ToString::to_string).collect();
            assert_eq!(shown.join(" "), expected, "{cells:?}");
        };
        check(&[], "");
        check(&[0, 5, 100], "0 5 100");
        check(&[3, 9, 7], "<5 9 *");
        check(&[3, 4, 7], "<5 <5 7");
        check(&[1, 0, 0], "<5 0 0");
    }
}
