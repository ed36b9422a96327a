//! officer-updates
fn main() {}
