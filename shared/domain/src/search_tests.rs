//! Every state that a complaint can reach.
