//! Why the local stack could not start or could not do what it was asked.

/// An error of the stack itself, in words for whoever runs it.
#[derive(Debug, thiserror::Error)]
#[error("{context}: {cause}")]
pub struct Error {
    context: String,
    cause: String,
}

impl Error {
    /// An error while doing `context`.
    pub(crate) fn new(context: impl Into<String>, cause: impl std::fmt::Display) -> Self {
        Self { context: context.into(), cause: cause.to_string() }
    }
}

/// Names what was being done when a result failed.
pub(crate) trait Context<T> {
    /// Turns any error into an [`Error`] that says `context` first.
    fn context(self, context: impl Into<String>) -> Result<T, Error>;
}

impl<T, E: std::fmt::Display> Context<T> for Result<T, E> {
    fn context(self, context: impl Into<String>) -> Result<T, Error> {
        self.map_err(|e| Error::new(context, e))
    }
}
