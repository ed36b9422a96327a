//! A small linear model over character n-grams of folded words: it hears what
//! no rule has a word for. Trained when the library is built, from our own
//! sentences alone; the same code trains for cross-validation in the tests.

use crate::normalise::{Word, words};

/// So many weights, one byte each.
const BUCKETS: usize = 4096;
/// N-grams of so many characters.
const GRAMS: std::ops::RangeInclusive<usize> = 2..=5;
/// Times that all sentences are gone through.
const EPOCHS: u32 = 40;
/// How far a weight moves at first.
const RATE: f32 = 0.5;
/// How fast weights that nothing holds up fade.
const FADE: f32 = 2e-5;
/// A weight of one is so many units of an `i8`.
const UNIT: f32 = 24.0;

/// The buckets of a text, each once. A word is framed, so that beginnings and
/// ends of words are features of their own.
fn features(said: &[Word]) -> Vec<usize> {
    let mut found = Vec::new();
    for word in said {
        let framed: Vec<u8> = std::iter::once(b'<').chain(word.fold.bytes()).chain([b'>']).collect();
        for length in GRAMS {
            found.extend(framed.windows(length).map(bucket));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// FNV-1a, into a bucket.
fn bucket(gram: &[u8]) -> usize {
    let hash = gram.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    usize::try_from((hash ^ (hash >> 32)) % BUCKETS as u64).unwrap_or_default()
}

/// How much words sound like violence; 0 is even, [`UNIT`] is odds of e to one.
#[cfg_attr(not(test), allow(dead_code, reason = "the build script only trains"))]
pub(crate) fn score(weights: &[i8], said: &[Word]) -> f32 {
    let features = features(said);
    let sum: i32 = features.iter().filter_map(|at| weights.get(*at)).map(|weight| i32::from(*weight)).sum();
    #[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
    let (sum, count) = (sum as f32, features.len().max(1) as f32);
    sum / count.sqrt()
}

/// Logistic regression by gradient descent, in a fixed order: the same
/// sentences give the same weights.
#[cfg_attr(not(test), allow(dead_code, reason = "the library is given the weights by its build"))]
pub(crate) fn train(samples: &[(bool, &str)]) -> Vec<i8> {
    let samples: Vec<(f32, Vec<usize>)> =
        samples.iter().map(|(is, text)| (if *is { 1.0 } else { 0.0 }, features(&words(text)))).collect();
    let mut weights = vec![0.0_f32; BUCKETS];
    for epoch in 0..EPOCHS {
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let rate = RATE / (1.0 + epoch as f32 / 4.0);
        for place in 0..samples.len() {
            // A stride that shares no factor with any usual count mixes the order.
            let Some((label, features)) = samples.get(place * 7919 % samples.len()) else { continue };
            #[expect(clippy::cast_precision_loss, reason = "some hundreds")]
            let norm = (features.len().max(1) as f32).sqrt();
            let sum: f32 = features.iter().filter_map(|at| weights.get(*at)).sum();
            let error = label - 1.0 / (1.0 + (-sum / norm).exp());
            for at in features {
                if let Some(weight) = weights.get_mut(*at) {
                    *weight += rate * (error / norm - FADE * *weight);
                }
            }
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "held within the bounds of an i8")]
    weights.into_iter().map(|weight| (weight * UNIT).round().clamp(-127.0, 127.0) as i8).collect()
}
