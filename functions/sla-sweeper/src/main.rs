//! sla-sweeper
fn main() {}
