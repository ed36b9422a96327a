//! sla-sweeper
