//! What can go wrong with a measurement: it is told, and the figure is missing.

use thiserror::Error;

/// A measurement that could not be made: what was tried, and why it failed.
#[derive(Debug, Error)]
#[error("{what}: {why}")]
pub(crate) struct Error {
    what: String,
    why: String,
}

impl Error {
    /// What was tried, and why it failed.
    pub(crate) fn new(what: impl Into<String>, why: impl ToString) -> Self {
        Self { what: what.into(), why: why.to_string() }
    }
}

/// The result of a measurement.
pub(crate) type Result<T> = std::result::Result<T, Error>;

/// Says what was tried when it fails.
pub(crate) trait Context<T> {
    /// The value, or an error that says what was tried.
    fn context(self, what: impl Into<String>) -> Result<T>;
}

impl<T, E: ToString> Context<T> for std::result::Result<T, E> {
    fn context(self, what: impl Into<String>) -> Result<T> {
        self.map_err(|why| Error::new(what, why))
    }
}

impl<T> Context<T> for Option<T> {
    fn context(self, what: impl Into<String>) -> Result<T> {
        self.ok_or_else(|| Error::new(what, "there is none"))
    }
}
