#!/bin/sh
# Comments on the lines of a change with reviewdog (https://github.com/reviewdog/reviewdog).
copydesk lint --format rdjson . | reviewdog -f=rdjson -name=copydesk -reporter="${REPORTER:-local}" -diff="git diff HEAD"
