//! Long stories in parts, so that the page stays light however much is said: the
//! newest part first, each earlier one a link away. A part begins at a piece,
//! counted from the oldest, so that its address stays good while more is said.

use maud::{Markup, html};

use crate::page::View;
use crate::request::Fields;
use crate::words;

/// A piece of her words weighs at most so many bytes, as the page sends it.
pub(crate) const MOST_PIECE: usize = 6_000;
/// What stands around the words of a piece weighs about so much.
pub(crate) const FRAME: usize = 500;

/// Before which piece a part ends, where the newest is not asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    /// Of her words.
    pub(crate) said: Option<usize>,
    /// Of the history.
    pub(crate) past: Option<usize>,
}

impl Parts {
    /// As the query asks.
    pub(crate) fn of(query: &Fields) -> Self {
        let number = |name| query.get(name).and_then(|number| number.parse().ok());
        Self { said: number("said"), past: number("past") }
    }
}

/// From which piece to before which; all pieces are reached by going back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    /// The first piece.
    pub(crate) from: usize,
    /// The piece after the last one.
    pub(crate) to: usize,
    all: usize,
}

impl Part {
    /// The part that ends before `to`, of pieces that weigh so much: as many as
    /// weigh `most` together, and one at least.
    pub(crate) fn of(weights: &[usize], to: Option<usize>, most: usize) -> Self {
        let all = weights.len();
        let to = to.filter(|to| *to > 0).map_or(all, |to| to.min(all));
        let (mut from, mut weight) = (to, 0);
        for (at, one) in weights.iter().enumerate().take(to).rev() {
            weight += one;
            if weight > most && from < to {
                break;
            }
            from = at;
        }
        Self { from, to, all }
    }

    /// The way to what is earlier, above the part.
    pub(crate) fn earlier(self, view: &View<'_>, name: &str) -> Markup {
        html! {
            @if self.from > 0 {
                p { a href=(at(view, name, Some(self.from))) { (view.say(words::EARLIER)) } }
            }
        }
    }

    /// The way back to the newest, below it.
    pub(crate) fn newest(self, view: &View<'_>, name: &str) -> Markup {
        html! {
            @if self.to < self.all { p { a href=(at(view, name, None)) { (view.say(words::NEWEST)) } } }
        }
    }
}

/// The case's address with another part of one story.
fn at(view: &View<'_>, name: &str, to: Option<usize>) -> String {
    let address = view.address();
    let mark = if address.contains('?') { '&' } else { '?' };
    match to {
        Some(to) => format!("{address}{mark}{name}={to}#{name}"),
        None => format!("{address}#{name}"),
    }
}

/// What a letter weighs as the page sends it: some are escaped.
fn weight(letter: char) -> usize {
    match letter {
        '&' => "&amp;".len(),
        '<' | '>' => "&lt;".len(),
        '"' => "&quot;".len(),
        other => other.len_utf8(),
    }
}

/// What a text weighs as the page sends it.
pub(crate) fn weight_of(text: &str) -> usize {
    text.chars().map(weight).sum()
}

/// A text in pieces of at most this weight, cut after a space where there is one.
pub(crate) fn cut(text: &str, most: usize) -> Vec<&str> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    loop {
        let (mut sum, mut end, mut space) = (0, rest.len(), None);
        for (at, letter) in rest.char_indices() {
            sum += weight(letter);
            if sum > most && at > 0 {
                end = space.unwrap_or(at);
                break;
            }
            if letter.is_whitespace() {
                space = Some(at + letter.len_utf8());
            }
        }
        let (piece, more) = rest.split_at(end);
        pieces.push(piece);
        if more.is_empty() {
            return pieces;
        }
        rest = more;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_is_lost_by_cutting(text in "[\\PC \n&<\"]{0,300}", most in 8_usize..60) {
            let pieces = cut(&text, most);
            prop_assert_eq!(pieces.concat(), text.as_str());
            for piece in pieces {
                prop_assert!(weight_of(piece) <= most, "{piece}");
            }
            prop_assert_eq!(weight_of(&text), html! { (text) }.into_string().len());
        }

        #[test]
        fn every_piece_is_reached_and_no_part_is_too_heavy(
            weights in prop::collection::vec(1_usize..70, 0..60),
            most in 1_usize..200,
        ) {
            let (mut seen, mut to) = (Vec::new(), None);
            loop {
                let part = Part::of(&weights, to, most);
                let pieces: Vec<usize> = (part.from..part.to).collect();
                let heavy: usize = pieces.iter().map(|at| weights[*at]).sum();
                prop_assert!(heavy <= most || pieces.len() == 1);
                prop_assert!(!pieces.is_empty() || weights.is_empty());
                seen.splice(0..0, pieces);
                if part.from == 0 {
                    break;
                }
                to = Some(part.from);
            }
            prop_assert_eq!(seen, (0..weights.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_part_that_is_not_there_is_the_nearest() {
        let weights = [1, 1, 1];
        for (to, from_to) in [(None, (1, 3)), (Some(0), (1, 3)), (Some(9), (1, 3)), (Some(1), (0, 1))] {
            let part = Part::of(&weights, to, 2);
            assert_eq!((part.from, part.to), from_to, "{to:?}");
        }
    }
}
