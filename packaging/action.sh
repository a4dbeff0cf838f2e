#!/usr/bin/env bash
# The check of the GitHub action: annotations, a summary of the step and a SARIF report. Its inputs are in the environment.
set -euo pipefail

PATH=$FOLDER:$PATH
# Paths are split at spaces on purpose, and globs are left to copydesk.
set -f
# shellcheck disable=SC2206
paths=($PATHS)
options=()
if [ -n "$CHANGED_SINCE" ]; then
  options+=(--changed-since "$CHANGED_SINCE")
fi

# A finding is no failure here: the last run decides.
tolerant() {
  copydesk lint "${options[@]}" "$@" -- "${paths[@]}" || [ $? -eq 1 ]
}

if [ -n "$SARIF" ]; then
  tolerant --format sarif --output "$SARIF"
fi
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  # GitHub shows ten annotations of each severity and step; the summary has all rules.
  {
    echo '### copydesk'
    echo '```'
    tolerant --statistics --max-findings 0 2>&1
    echo '```'
  } >>"$GITHUB_STEP_SUMMARY"
fi
exec copydesk lint "${options[@]}" --format github --fail-on "$FAIL_ON" -- "${paths[@]}"
