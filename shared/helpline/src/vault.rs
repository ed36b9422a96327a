//! Keys: what hides a woman's words and number at rest, names her without
//! naming her, and makes an officer's link unguessable.
//!
//! One secret of 64 bytes (`DATA_KEY`), four keys derived from it by
//! HMAC-SHA256 over a label. Encryption is AES-SIV (RFC 5297), which forgives
//! a repeated nonce; fields get a random one, links none, so that the same
//! officer's link to the same complaint is always the same.

use aes_siv::siv::Aes128Siv;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use domain::message::Provider;
use domain::reference::ALPHABET;
use domain::{CellId, OfficerId, Reference};
use hmac::{Hmac, KeyInit as _, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use thiserror::Error;

/// Bytes of the secret.
const SECRET_LENGTH: usize = 64;
/// Bytes of a person's blind index: 80 bits, so that ten million women collide
/// with a chance of less than one in ten billion.
const PERSON_LENGTH: usize = 10;
/// Bytes that name a file.
const FILE_NAME_LENGTH: usize = 16;
/// Bytes of a field's random nonce.
const NONCE_LENGTH: usize = 16;
/// Bytes that name an officer in a link.
const OFFICER_LENGTH: usize = 3;
/// Bytes that name a cell in a link.
const CELL_LENGTH: usize = 2;

/// Bytes in the link to a list, so that it is as long as any other.
const LIST_LENGTH: usize = CELL_LENGTH + OFFICER_LENGTH + PERSON_LENGTH + SERIAL_LENGTH;
/// Bytes that name a complaint within its district in a link.
const SERIAL_LENGTH: usize = 5;

/// The secret is unusable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("DATA_KEY must be 64 bytes in base64: make one with `openssl rand 64 | base64 -w0`")]
pub struct BadSecret;

/// Something stored cannot be read with this key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a stored field cannot be opened with this DATA_KEY")]
pub struct CannotOpen;

/// A woman's key inside her cell: a keyed hash of her number, BSUID or address.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonKey {
    /// Her cell.
    pub cell: CellId,
    /// The keyed hash, in lowercase hex.
    pub hash: String,
}

impl std::fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PersonKey({})", self.cell)
    }
}

/// What an officer's link names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkParts {
    /// Marks the cell; compare with [`Vault::cell_mark`].
    pub cell: [u8; CELL_LENGTH],
    /// Marks the officer; compare with [`Vault::officer_mark`].
    pub officer: [u8; OFFICER_LENGTH],
    /// The complainant's hash, in lowercase hex.
    pub person: String,
    /// The complaint's reference without its district's three letters.
    pub serial: String,
}

/// The derived keys. `Debug` shows none.
pub struct Vault {
    fields: [u8; 32],
    links: [u8; 32],
    persons: [u8; 32],
    sessions: [u8; 32],
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(redacted)")
    }
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes a key of any length, so this cannot fail; a failure would
    // yield a constant that opens nothing.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

impl Vault {
    /// The vault of this secret.
    ///
    /// # Errors
    ///
    /// [`BadSecret`] if it is not 64 bytes in base64.
    pub fn new(secret: &str) -> Result<Self, BadSecret> {
        // `openssl rand -base64 64` breaks its line.
        let secret: String = secret.split_whitespace().collect();
        let secret = STANDARD.decode(secret).map_err(|_| BadSecret)?;
        if secret.len() != SECRET_LENGTH {
            return Err(BadSecret);
        }
        let derive = |label: &str| mac(&secret, &[label.as_bytes()]);
        Ok(Self {
            fields: derive("fields"),
            links: derive("links"),
            persons: derive("persons"),
            sessions: derive("sessions"),
        })
    }

    /// Who writes under this identity (number, BSUID, e-mail address) in a cell.
    #[must_use]
    pub fn person(&self, cell: &CellId, identity: &str) -> PersonKey {
        let hash = mac(&self.persons, &[cell.as_str().as_bytes(), identity.as_bytes()]);
        PersonKey { cell: cell.clone(), hash: hex(&hash[..PERSON_LENGTH]) }
    }

    /// A stable name for a body in quarantine, which tells nothing of it.
    #[must_use]
    pub fn digest(&self, raw: &[u8]) -> String {
        hex(&mac(&self.persons, &[b"quarantine", raw])[..PERSON_LENGTH])
    }

    /// The name of a message's file: the same for ever, and it tells nothing.
    #[must_use]
    pub fn file_name(&self, person: &PersonKey, provider: Provider, message_id: &str) -> String {
        let parts = [b"file", person.hash.as_bytes(), provider.as_str().as_bytes(), message_id.as_bytes()];
        hex(&mac(&self.persons, &parts)[..FILE_NAME_LENGTH])
    }

    /// Encrypts a personal field. `place` binds it to where it is stored.
    #[must_use]
    pub fn seal(&self, place: &str, plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE_LENGTH];
        // Without randomness SIV still hides all but equality.
        let _ = getrandom::fill(&mut nonce);
        let sealed = cipher(&self.fields).encrypt([place.as_bytes(), &nonce], plain);
        let mut stored = nonce.to_vec();
        stored.extend(sealed.unwrap_or_default());
        stored
    }

    /// Decrypts what [`Self::seal`] encrypted for this place.
    ///
    /// # Errors
    ///
    /// [`CannotOpen`] if it was changed, moved, or sealed with another secret.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, CannotOpen> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LENGTH).ok_or(CannotOpen)?;
        cipher(&self.fields).decrypt([place.as_bytes(), nonce], sealed).map_err(|_| CannotOpen)
    }

    /// The token of an officer's link to a complaint: 48 characters.
    #[must_use]
    pub fn mint_link(&self, person: &PersonKey, reference: &Reference, officer: &OfficerId) -> String {
        let mut plain = Vec::with_capacity(CELL_LENGTH + OFFICER_LENGTH + PERSON_LENGTH + SERIAL_LENGTH);
        plain.extend(self.cell_mark(&person.cell));
        plain.extend(self.officer_mark(officer));
        plain.extend(unhex(&person.hash).unwrap_or_default());
        plain.extend(pack(reference));
        let sealed = cipher(&self.links).encrypt([b"link".as_slice()], &plain).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(sealed)
    }

    /// Reads a token; `None` if it is not one of ours.
    #[must_use]
    pub fn read_link(&self, token: &str) -> Option<LinkParts> {
        let sealed = URL_SAFE_NO_PAD.decode(token).ok()?;
        let plain = cipher(&self.links).decrypt([b"link".as_slice()], &sealed).ok()?;
        let (cell, rest) = plain.split_first_chunk::<CELL_LENGTH>()?;
        let (officer, rest) = rest.split_first_chunk::<OFFICER_LENGTH>()?;
        let (person, rest) = rest.split_at_checked(PERSON_LENGTH)?;
        let serial = unpack(rest.try_into().ok()?);
        Some(LinkParts { cell: *cell, officer: *officer, person: hex(person), serial })
    }

    /// The token of an officer's link to the list of what is with them: 48
    /// characters, and no link to a complaint.
    #[must_use]
    pub fn mint_list(&self, cell: &CellId, officer: &OfficerId) -> String {
        let mut plain = Vec::with_capacity(LIST_LENGTH);
        plain.extend(self.cell_mark(cell));
        plain.extend(self.officer_mark(officer));
        plain.resize(LIST_LENGTH, 0);
        let sealed = cipher(&self.links).encrypt([b"list".as_slice()], &plain).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(sealed)
    }

    /// Reads the token of a list, as the marks of cell and officer; `None` if it
    /// is not one of ours.
    #[must_use]
    pub fn read_list(&self, token: &str) -> Option<([u8; CELL_LENGTH], [u8; OFFICER_LENGTH])> {
        let sealed = URL_SAFE_NO_PAD.decode(token).ok()?;
        let plain = cipher(&self.links).decrypt([b"list".as_slice()], &sealed).ok()?;
        let (cell, rest) = plain.split_first_chunk::<CELL_LENGTH>()?;
        let (officer, _) = rest.split_first_chunk::<OFFICER_LENGTH>()?;
        Some((*cell, *officer))
    }

    /// What marks a cell in a link.
    #[must_use]
    pub fn cell_mark(&self, cell: &CellId) -> [u8; CELL_LENGTH] {
        first(&mac(&self.persons, &[b"cell", cell.as_str().as_bytes()]))
    }

    /// What marks an officer in a link.
    #[must_use]
    pub fn officer_mark(&self, officer: &OfficerId) -> [u8; OFFICER_LENGTH] {
        first(&mac(&self.persons, &[b"officer", officer.as_str().as_bytes()]))
    }

    /// A session for one link until `expires`: what the officer's browser keeps.
    #[must_use]
    pub fn mint_session(&self, token: &str, expires: DateTime<Utc>) -> String {
        let until = expires.timestamp().to_string();
        let tag = mac(&self.sessions, &[token.as_bytes(), until.as_bytes()]);
        format!("{until}.{}", URL_SAFE_NO_PAD.encode(&tag[..16]))
    }

    /// What is kept of a one-time code instead of the code.
    #[must_use]
    pub fn code_digest(&self, cell: &CellId, officer: &OfficerId, code: &str) -> String {
        hex(&mac(
            &self.sessions,
            &[b"code", cell.as_str().as_bytes(), officer.as_str().as_bytes(), code.as_bytes()],
        ))
    }

    /// Whether a session is for this link and not over.
    #[must_use]
    pub fn is_session(&self, token: &str, session: &str, now: DateTime<Utc>) -> bool {
        let Some((until, _)) = session.split_once('.') else { return false };
        let Some(expires) = until.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        else {
            return false;
        };
        let right = self.mint_session(token, expires);
        expires > now && bool::from(right.as_bytes().ct_eq(session.as_bytes()))
    }
}

/// A cipher of one use: it wants `&mut self`, and the vault is shared.
fn cipher(key: &[u8; 32]) -> Aes128Siv {
    Aes128Siv::new(key.into())
}

/// The part of a reference after the district's letters, as a number: eight
/// characters of an alphabet of 19 fit in five bytes.
fn pack(reference: &Reference) -> [u8; SERIAL_LENGTH] {
    let digits = reference.as_str().bytes().skip(reference.prefix().len());
    let number = digits.fold(0_u64, |number, byte| {
        number * 19 + ALPHABET.iter().position(|member| *member == byte).unwrap_or_default() as u64
    });
    let bytes = number.to_be_bytes();
    std::array::from_fn(|at| bytes[at + 8 - SERIAL_LENGTH])
}

fn unpack(bytes: [u8; SERIAL_LENGTH]) -> String {
    let mut number = bytes.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let mut characters = ['3'; 8];
    for character in characters.iter_mut().rev() {
        *character = char::from(ALPHABET[usize::try_from(number % 19).unwrap_or_default()]);
        number /= 19;
    }
    characters.iter().collect()
}

fn first<const N: usize>(bytes: &[u8; 32]) -> [u8; N] {
    std::array::from_fn(|at| bytes[at])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault() -> Vault {
        Vault::new(&STANDARD.encode([7; SECRET_LENGTH])).unwrap()
    }

    fn person() -> PersonKey {
        vault().person(&CellId::new("lko"), "+919000000001")
    }

    #[test]
    fn refuses_a_secret_of_the_wrong_length() {
        for secret in ["", "short", &STANDARD.encode([7; 32])] {
            assert_eq!(Vault::new(secret).err(), Some(BadSecret));
        }
    }

    #[test]
    fn a_person_is_the_same_in_her_cell_and_another_elsewhere() {
        assert_eq!(person(), person());
        assert_ne!(person().hash, vault().person(&CellId::new("knp"), "+919000000001").hash);
        assert_ne!(person().hash, vault().person(&CellId::new("lko"), "+919000000002").hash);
        assert!(!person().hash.contains("9000"));
    }

    #[test]
    fn a_sealed_field_opens_in_its_place_only_and_not_when_changed() {
        let sealed = vault().seal("here", "मदद".as_bytes());
        assert_eq!(vault().open("here", &sealed).unwrap(), "मदद".as_bytes());
        assert_eq!(vault().open("there", &sealed), Err(CannotOpen));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(vault().open("here", &changed), Err(CannotOpen), "byte {at}");
        }
        assert_ne!(vault().seal("here", b"same"), vault().seal("here", b"same"));
    }

    #[test]
    fn a_link_reads_back_what_it_names_and_nothing_else_reads() {
        let reference = Reference::generate("LKO", 123_456_789_012).unwrap();
        let officer = OfficerId::new("dpo");
        let token = vault().mint_link(&person(), &reference, &officer);
        assert_eq!(token.len(), 48);
        let parts = vault().read_link(&token).unwrap();
        assert_eq!(parts.person, person().hash);
        assert_eq!(format!("LKO{}", parts.serial), reference.as_str());
        assert_eq!(parts.officer, vault().officer_mark(&officer));
        assert_eq!(parts.cell, vault().cell_mark(&CellId::new("lko")));
        assert_eq!(vault().read_link("AAAA"), None);
        let mut changed = token.into_bytes();
        changed[5] = if changed[5] == b'A' { b'B' } else { b'A' };
        assert_eq!(vault().read_link(&String::from_utf8(changed).unwrap()), None);
    }

    #[test]
    fn a_list_is_no_complaint_and_the_other_way_round() {
        let (cell, officer) = (CellId::new("lko"), OfficerId::new("dpo"));
        let token = vault().mint_list(&cell, &officer);
        assert_eq!(token.len(), 48);
        let marks = (vault().cell_mark(&cell), vault().officer_mark(&officer));
        assert_eq!(vault().read_list(&token), Some(marks));
        assert_eq!(vault().read_link(&token), None);
        let reference = Reference::generate("LKO", 1).unwrap();
        assert_eq!(vault().read_list(&vault().mint_link(&person(), &reference, &officer)), None);
    }

    #[test]
    fn a_session_ends_and_holds_for_one_link() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let later = now + chrono::TimeDelta::minutes(10);
        let session = vault().mint_session("token", later);
        assert!(vault().is_session("token", &session, now));
        assert!(!vault().is_session("token", &session, later));
        assert!(!vault().is_session("other", &session, now));
        for forged in ["", ".", "1.x", "99999999999.AAAAAAAAAAAAAAAAAAAAAA"] {
            assert!(!vault().is_session("token", forged, now), "{forged}");
        }
    }
}
