//! **copydesk** checks news articles the way a newsroom's copy desk does.
//!
//! The modules form layers and import downward only: what stands higher in this list knows nothing of what follows.

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
pub mod links;
pub mod lint;
pub mod repair;
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
