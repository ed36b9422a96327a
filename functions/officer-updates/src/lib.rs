//! officer-updates
