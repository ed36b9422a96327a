//! The officer's PIN against its slow hash.

use argon2::Argon2;
use argon2::password_hash::{Error, PasswordVerifier as _};
use domain::normalise::ascii_digit;
use thiserror::Error as ThisError;

/// Parts of an Argon2 PHC string between the dollar signs, the empty first included.
const PHC_PARTS: usize = 6;

/// The hash in the policy cannot be used. Says nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ThisError)]
#[error("the officer's pin_hash cannot be used: it must be argon2id in PHC string format")]
pub(crate) struct BadHash;

/// Whether this is the PIN. What is not four to eight digits is wrong without
/// the cost of a hash. Devanagari digits count as digits.
///
/// # Errors
///
/// [`BadHash`] if the hash is no Argon2 PHC string.
pub(crate) fn is_right(pin: &str, hash: &str) -> Result<bool, BadHash> {
    let Some(digits) = digits(pin) else { return Ok(false) };
    // `$argon2id$v$parameters$salt$hash`: without its hash it would call every PIN wrong.
    if hash.split('$').count() != PHC_PARTS {
        return Err(BadHash);
    }
    match Argon2::default().verify_password(digits.as_bytes(), hash) {
        Ok(()) => Ok(true),
        Err(Error::PasswordInvalid) => Ok(false),
        Err(_) => Err(BadHash),
    }
}

fn digits(pin: &str) -> Option<String> {
    let digits: String = pin.trim().chars().map(ascii_digit).collect();
    let is_pin = (4..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_pin.then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::policy::Policy;

    /// One of the sample policy's hashes of 2468.
    fn hash() -> String {
        let policy = Policy::from_toml(include_str!("../../../shared/domain/policy/lucknow.toml")).unwrap();
        policy.dm().pin_hash.clone()
    }

    #[test]
    fn only_the_pin_is_right() {
        let hash = hash();
        let check = |pin: &str, right: bool| assert_eq!(is_right(pin, &hash), Ok(right), "{pin:?}");
        check("2468", true);
        check(" 2468 ", true);
        check("२४६८", true);
        for wrong in ["2469", "24680", "02468", "246", "", "2468a", "-2468", "123456789", "2 468"] {
            check(wrong, false);
        }
    }

    #[test]
    fn a_bad_hash_is_said() {
        for hash in ["", "2468", "$argon2id$v=19$m=8192", "$2b$12$abc"] {
            assert_eq!(is_right("2468", hash), Err(BadHash), "{hash}");
        }
        // Not a PIN: no hash is looked at.
        assert_eq!(is_right("nonsense", ""), Ok(false));
    }
}
