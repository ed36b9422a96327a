//! The officer's PIN against its slow hash.

use argon2::password_hash::{Error, PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::normalise::ascii_digit;
use thiserror::Error as ThisError;

/// Parts of an Argon2 PHC string between the dollar signs, the empty first included.
const PHC_PARTS: usize = 6;

/// The hash in the policy cannot be used. Says nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ThisError)]
#[error("the officer's pin_hash cannot be used: it must be argon2id in PHC string format")]
pub struct BadHash;

/// Whether this is the PIN. What is not four to eight digits is wrong without
/// the cost of a hash. Devanagari digits count as digits.
///
/// # Errors
///
/// [`BadHash`] if the hash is no Argon2 PHC string.
pub fn is_right(pin: &str, hash: &str) -> Result<bool, BadHash> {
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

/// The hash of a new PIN in PHC string format; `None` if it is no PIN. Memory,
/// passes and lanes are those of the README.
#[must_use]
pub fn hash(pin: &str, salt: [u8; 16]) -> Option<String> {
    let digits = digits(pin)?;
    let params = Params::new(8192, 2, 1, None).ok()?;
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    hasher.hash_password_with_salt(digits.as_bytes(), &salt).ok().map(|hash| hash.to_string())
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
        let policy = Policy::from_toml(include_str!("../../domain/policy/lucknow.toml")).unwrap();
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
    fn a_new_pin_opens_and_another_does_not() {
        let new = super::hash("१३५७", [7; 16]).unwrap();
        assert!(new.starts_with("$argon2id$v=19$m=8192,t=2,p=1$"), "{new}");
        assert_eq!((is_right("1357", &new), is_right("2468", &new)), (Ok(true), Ok(false)));
        assert_eq!(super::hash("135", [7; 16]), None);
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
