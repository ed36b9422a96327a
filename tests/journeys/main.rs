//! Journeys through the running stack, and checks of the whole: one binary.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop")]

mod batches;
mod calendar_examples;
mod carriers;
mod closure;
mod commands;
mod conversation;
mod crashes;
mod distress;
mod drafts;
mod duplicates;
mod email;
mod email_refused;
mod floods;
mod floods_cost;
mod flows;
mod ladders;
mod left;
mod mail;
mod media;
mod media_case;
mod officer_link;
mod officer_page;
mod provider_table;
mod provider_wires;
mod providers;
mod quarantine;
mod sample;
mod samples;
mod template;
mod template_data;
mod tidy;
mod usage;
