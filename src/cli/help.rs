//! The help and the errors of the command line in another language than English. Their English texts are at the options;
//! each is looked up in the table of messages.

use crate::language::Language;
use crate::message;
use crate::message::{Message, translation};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Looks up a text.
type Find<'a> = &'a mut dyn FnMut(&str) -> Option<&'static str>;

/// A command with its help in a language. Texts without a translation stay in English.
pub(super) fn translated(mut command: Command, language: Language) -> Command {
    command.build();
    rewritten(command, &mut |text| translation(language, text))
}

/// The English texts of the help of a command and of its subcommands.
pub(super) fn texts(mut command: Command) -> BTreeSet<String> {
    command.build();
    let mut texts = BTreeSet::new();
    rewritten(command, &mut |text| {
        texts.insert(text.to_owned());
        None
    });
    texts
}

fn rewritten(mut command: Command, find: Find<'_>) -> Command {
    if command.is_hide_set() {
        return command;
    }
    for (is_long, text) in [(false, command.get_about().cloned()), (true, command.get_long_about().cloned())] {
        let Some(text) = text.and_then(|text| find(&text.to_string())) else { continue };
        command = if is_long { command.long_about(text) } else { command.about(text) };
    }
    if let Some(text) = command.get_after_help().map(|text| after_help(&text.to_string(), find)) {
        command = command.after_help(text);
    }
    let usage = find("Usage").unwrap_or("Usage");
    let commands = find("Commands").unwrap_or("Commands");
    command
        .help_template(format!(
            "{{before-help}}{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}"
        ))
        .subcommand_help_heading(commands)
        .mut_args(|arg| with_help(arg, find))
        .mut_subcommands(|inner| rewritten(inner, find))
}

/// The text after the help, line by line. Examples stay as they are.
fn after_help(text: &str, find: Find<'_>) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        // A row of a table: a name, a gap, and its meaning.
        let row = line.strip_prefix("  ").filter(|row| !row.starts_with("copydesk"));
        let (name, meaning) = match row.and_then(|row| row.rsplit_once("  ")) {
            Some((_, meaning)) => line.split_at(line.len() - meaning.len()),
            None => ("", line),
        };
        let is_text = !meaning.is_empty() && (row.is_none() || !name.is_empty()) && !line.starts_with("  copydesk");
        let found = if is_text { find(meaning) } else { None };
        lines.push(format!("{name}{}", found.unwrap_or(meaning)));
    }
    lines.join("\n")
}

/// An argument with its help, its values and its default value.
fn with_help(arg: Arg, find: Find<'_>) -> Arg {
    if arg.is_hide_set() {
        return arg;
    }
    let heading = if arg.is_positional() { "Arguments" } else { "Options" };
    let heading = find(heading).unwrap_or(heading);
    let english = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let mut help = find(&english).map_or(english, str::to_owned);
    let takes = arg.get_num_args().is_some_and(|range| range.takes_values()) || arg.is_positional();
    let values: Vec<_> = if takes {
        arg.get_possible_values().into_iter().filter(|value| !value.is_hide_set()).collect()
    } else {
        Vec::new()
    };
    let mut meanings = String::new();
    for value in &values {
        if let Some(meaning) = value.get_help().map(ToString::to_string) {
            let meaning = find(&meaning).map_or(meaning, str::to_owned);
            let _ = write!(meanings, "\n- {}: {meaning}", value.get_name());
        }
    }
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    if takes && !defaults.is_empty() {
        let _ = write!(help, " [{}: {}]", find("default").unwrap_or("default"), defaults.join(" "));
    }
    let long = match arg.get_long_help().map(ToString::to_string) {
        Some(long) => Some(find(&long).map_or(long, str::to_owned)),
        None => (!meanings.is_empty()).then(|| format!("{help}\n{meanings}")),
    };
    if !values.is_empty() {
        let names: Vec<&str> = values.iter().map(clap::builder::PossibleValue::get_name).collect();
        let _ = write!(help, " [{}: {}]", find("possible values").unwrap_or("possible values"), names.join(", "));
    }
    let arg = arg.help_heading(heading).help(help).hide_default_value(true).hide_possible_values(true);
    if let Some(long) = long { arg.long_help(long) } else { arg }
}

/// What is wrong with the arguments, and what may be meant. `None` for help, and for errors of the system.
pub(super) fn error_messages(error: &clap::Error) -> Option<Vec<Message>> {
    let text = |kind: ContextKind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.join(", ")),
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let name = text(ContextKind::InvalidArg).unwrap_or_default();
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let mut messages = vec![match error.kind() {
        ErrorKind::UnknownArgument => message!("unknown option `{name}`", name),
        ErrorKind::InvalidSubcommand => {
            let name = text(ContextKind::InvalidSubcommand).unwrap_or_default();
            message!("unknown command `{name}`", name)
        }
        ErrorKind::InvalidValue if value.is_empty() => message!("`{name}` needs a value", name),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let message = message!("`{value}` is not a value of `{name}`", value, name);
            let why = std::error::Error::source(error).map(|why| message!("{message}: {why}", message, why));
            why.unwrap_or(message)
        }
        ErrorKind::MissingRequiredArgument => message!("an argument is missing: {name}", name),
        ErrorKind::MissingSubcommand => message!("a command is missing"),
        ErrorKind::ArgumentConflict => match text(ContextKind::PriorArg) {
            Some(other) if other == name => message!("`{name}` can be used only once", name),
            Some(other) => message!("`{name}` cannot be used with `{other}`", name, other),
            None => message!("`{name}` cannot be used here", name),
        },
        ErrorKind::TooManyValues => message!("`{value}` is one value too many for `{name}`", value, name),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            message!("the number of values of `{name}` is wrong", name)
        }
        ErrorKind::NoEquals => message!("write an equals sign between `{name}` and its value", name),
        ErrorKind::InvalidUtf8 => message!("an argument is not UTF-8"),
        _ => return None,
    }];
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(near) = suggested.into_iter().find_map(text) {
        messages.push(message!("did you mean {near}?", near = quoted(&near)));
    }
    if let Some(known) = text(ContextKind::ValidValue).or_else(|| text(ContextKind::ValidSubcommand)) {
        messages.push(message!("use {known}", known));
    }
    Some(messages)
}

fn quoted(names: &str) -> String {
    names.split(", ").map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The usage of the command that an error is about.
pub(super) fn usage(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) else { return None };
    let usage = usage.to_string();
    Some(usage.trim_start_matches("Usage:").trim().to_owned())
}

/// The command that an unknown option names: `lint --explain` for `copydesk explain`.
pub(super) fn command_named(error: &clap::Error, program: &Command) -> Option<String> {
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else { return None };
    let name = option.trim_start_matches('-');
    let is_named = |command: &&Command| command.get_name() == name && !command.is_hide_set();
    let found = program.get_subcommands().find(is_named).filter(|_| error.kind() == ErrorKind::UnknownArgument)?;
    Some(format!("copydesk {}", found.get_name()))
}
