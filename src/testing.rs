//! Items for the tests, benchmarks, examples and fuzz targets of this repository. This is not a public interface.
//!
//! The modules of the crate are private, so that the compiler detects unused code. Items listed here count as used.

pub mod actors {
    pub use crate::actors::{
        Actor, ActorIndex, BlockNames, Built, Bytes, Certainty, Kind, Lookup, NameClass, Registry, RegistryFile,
        ResolvedName, Source, SourceUse, build, content_hash, disambiguate, parse, scan,
    };

    pub mod import {
        pub use crate::actors::import::{Format, Settings, import};
    }

    pub mod merge {
        pub use crate::actors::merge::{Source, merge};
    }
}

pub mod analysis {
    pub use crate::analysis::{Analysis, DateInText, Memory, ProjectContext, analyse};
}

pub mod article {
    pub use crate::article::{Article, BlockId, BlockKind, Decoded, Key};
}

pub mod config {
    pub use crate::config::{Config, LinkStyle, globs};
}

pub mod dates {
    pub use crate::dates::{
        Calendar, Date, DateValue, Link, Reference, ReferenceSource, Relation, Resolved, Tense, Weekday, agreement,
        days_between, governing, long_form, month_name_like, number_like, parse_metadata_date, plain_form, resolve,
        scan, weekday_name,
    };
}

pub mod message {
    pub use crate::message::{Message, languages, templates};
}

pub mod docs {
    pub use crate::docs::{all, configuration, formats};
}

pub mod export {
    pub use crate::export::{convert, jsonl};
}

pub mod finding {
    pub use crate::finding::{Applicability, Finding, Level, Location, RuleCode, Severity};
}

pub mod ide {
    pub use crate::ide::{
        WantedHints, annotate_article, annotate_text, cast, complete, document_links, folds, goto_definition, hints,
        hover, ignores, link_all, organize, restyle, rewrites, selections, symbols,
    };
}

pub mod language {
    pub use crate::language::Language;
}

pub mod lint {
    pub use crate::lint::{lint, lint_config, lint_registry, lint_text};
}

pub mod fix {
    pub use crate::fix::apply_fixes;

    pub mod promise {
        pub use crate::fix::promise::{Broken, of_all, of_fix};
    }
}

pub mod report {
    pub use crate::report::page;
}

pub mod rule {
    pub use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
}

pub mod rules {
    pub use crate::rules::{RULES, find};
}

pub mod schema {
    pub use crate::schema::{Subject, schema};
}

pub mod syntax {
    pub use crate::syntax::{
        Json, NEWS_MARKDOWN, NINJS, Node, PLAIN, RECORD, ReadOptions, SYNTAXES, Syntax, delimiter_of,
        encode_json_string, join_record, parse_json, read, table_fields,
    };
}

pub mod text {
    pub use crate::text::{
        Edit, EditSet, Encoding, LineIndex, Position, ProseRange, Text, TextRange, is_right_to_left,
    };
}

pub mod timeline {
    pub use crate::timeline::{Form, entries, render};
}

pub mod workspace {
    pub use crate::workspace::{Buffers, Cache, Overrides, Project, build, open};
}
