#!/usr/bin/env bash
# What .pre-commit-hooks.yaml runs: builds the clone that pre-commit made of this repository when it is used for the first time, then reviews what
# is pushed. pre-commit's own `language: node` cannot build it: `npm install -g` of a git repository leaves out the compiler
# (https://github.com/npm/cli/issues/8440).
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
built=$home/node_modules/.hindsight-built
if [[ ! -e $built ]]; then
  npm ci --prefix "$home" --no-audit --no-fund >&2
  touch "$built"
fi
exec node "$home/dist/cli/main.js" review "$@"
