//! What must hold of a parser whatever it is given.

mod invariants;

pub use invariants::hold;
