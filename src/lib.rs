//! **copydesk** is a linter and language server for news articles: names, titles and dates, in Arabic and English.
//!
//! The modules form layers and import downward only: a module knows nothing of those further down in this list. Only the
//! command line and the server are public.

#![expect(rustdoc::private_intra_doc_links, reason = "the documentation is for those who work on the crate")]

mod error;
mod finding;
mod language;
mod message;
mod parallel;
mod text;

mod article;

mod actors;
mod config;
mod dates;
mod syntax;

mod analysis;
mod fix;
mod links;
mod lint;
mod rule;
mod rules;

mod docs;
mod export;
mod ide;
mod report;
mod schema;
mod timeline;

pub mod cli;
pub mod server;
mod workspace;

#[doc(hidden)]
pub mod testing;

#[cfg(test)]
mod fixture;
