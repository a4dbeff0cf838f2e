//! **copydesk** is a linter and language server for news articles: names, titles and dates, in Arabic and English.
//!
//! The modules form layers. A module imports only modules above it in this list.

pub mod error;
pub mod finding;
pub mod language;
pub mod message;
pub mod text;

pub mod article;

pub mod actors;
pub mod config;
pub mod dates;
pub mod syntax;

pub mod analysis;
pub mod fix;
pub mod links;
pub mod lint;
pub mod rule;
pub mod rules;

pub mod docs;
pub mod export;
pub mod ide;
pub mod report;
pub mod schema;
pub mod timeline;

pub mod cli;
pub mod server;
pub mod workspace;

#[cfg(test)]
mod fixture;
