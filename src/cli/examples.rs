//! The examples in the help of each command. A test parses them.

pub(super) const LINT: &str = "Examples:
  copydesk lint
  copydesk lint --fix stories
  copydesk lint --select dates --format concise stories/harbour.ar.news.md
  copydesk lint --changed-since origin/main --format github
  copydesk lint --write-baseline known.json archive
  copydesk lint --stdin-filename story.news.md -

Exit codes: 0 without findings, 1 with findings (see --fail-on), 2 if a file or an option could not be used.";

pub(super) const ANNOTATE: &str = "Examples:
  copydesk annotate page.txt
  copydesk annotate --write --date 2024-03-18 scraped";

pub(super) const CONVERT: &str = "Examples:
  copydesk convert --to nitf story.ar.news.md
  copydesk convert --to html --output site stories";

pub(super) const EXPORT: &str = "Examples:
  copydesk export --to jsonl stories
  copydesk export --to csv stories
  copydesk export --jsonl --only dates wire.jsonl
  copydesk export --fields text=body,headline=title,date=published wire.csv";

pub(super) const FMT: &str = "Examples:
  copydesk fmt stories
  copydesk fmt --check --cast-list";

pub(super) const TIMELINE: &str = "Examples:
  copydesk timeline story.news.md
  copydesk timeline --format html --output timeline.html stories
  copydesk timeline --fields text=body,headline=title,date=published wire.csv";

pub(super) const COUNT: &str = "Examples:
  copydesk count --per month stories
  copydesk count --together --kind person --limit 20
  copydesk count --to html --output mentions.html --fields text=body,date=published wire.csv";

pub(super) const DRAFT: &str = "Examples:
  copydesk actors draft --limit 200 stories
  copydesk actors draft --min-articles 3 --fields text=body wire.csv";

pub(super) const CHECK: &str = "Examples:
  copydesk actors check --as-of 2024-03-18
  copydesk actors check --as-of 2024-03-18 --term 4";

pub(super) const SCHEMA: &str = "Examples:
  copydesk schema config
  copydesk schema registry";

pub(super) const INIT: &str = "Examples:
  copydesk init
  copydesk init --schema newsroom";

pub(super) const COMPLETIONS: &str = "Examples:
  copydesk completions bash
  copydesk completions zsh";

pub(super) const MAN: &str = "Examples:
  copydesk man /usr/local/share/man/man1";

pub(super) const LSP: &str = "Editors start it; docs/editors.md has the settings of each.

Examples:
  copydesk lsp";

pub(super) const BUILD: &str = "Examples:
  copydesk actors build
  copydesk actors build --output people.actors people.toml places.toml";

pub(super) const IMPORT: &str = "Examples:
  copydesk actors import --dry-run people.xlsx
  copydesk actors import --into actors.toml people.csv
  copydesk actors import --columns name.ar=Worker --dates dmy --output staff.toml staff.ods
  copydesk actors import --from popolo --output parliament.toml parliament.json";

pub(super) const TEMPLATE: &str = "Examples:
  copydesk actors template
  copydesk actors template --lang ar";

pub(super) const SHOW: &str = "Examples:
  copydesk actors show samira-nasser";

pub(super) const SEARCH: &str = "Examples:
  copydesk actors search samira
  copydesk actors search سميرة";

pub(super) const STATS: &str = "Examples:
  copydesk actors stats
  copydesk actors stats stories wire.csv";

pub(super) const ACTORS_EXPORT: &str = "Examples:
  copydesk actors export --to csv";

pub(super) const PROGRAM: &str = "Examples:
  copydesk init
  copydesk lint
  copydesk explain weekday-mismatch

Exit codes: 0 if there is nothing to report, 1 if there are findings, 2 if some of the work could not be done.

Environment:
  NO_COLOR, CLICOLOR_FORCE  Never or always colour the output
  COPYDESK_CACHE_DIR        The folder of the cache

Documentation: https://github.com/copydesk/copydesk";

#[cfg(test)]
mod tests {
    use super::super::Arguments;
    use clap::{Command, CommandFactory, Parser};

    /// The help texts of all commands, with their names.
    fn texts(command: &Command, path: &str, out: &mut Vec<(String, String)>) {
        for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set() && inner.get_name() != "help") {
            let path = format!("{path} {}", inner.get_name());
            if inner.has_subcommands() {
                texts(inner, &path, out);
            } else {
                out.push((path, inner.get_after_help().map(ToString::to_string).unwrap_or_default()));
            }
        }
    }

    #[test]
    fn every_command_has_examples_that_are_accepted() {
        let program = Arguments::command();
        let mut all = vec![("copydesk".to_owned(), super::PROGRAM.to_owned())];
        texts(&program, "copydesk", &mut all);
        for (command, text) in all {
            let examples: Vec<&str> = text.lines().filter(|line| line.starts_with("  copydesk ")).collect();
            assert!(!examples.is_empty(), "{command} has no example");
            for example in examples {
                let parsed = Arguments::try_parse_from(example.split_whitespace());
                assert!(
                    parsed.is_ok(),
                    "{example}: {}",
                    parsed.err().map(|error| error.to_string()).unwrap_or_default()
                );
                assert!(example.trim().starts_with(&command), "{example} is in the help of {command}");
            }
        }
    }
}
