#!/usr/bin/env bash
# Installs what the heavy tests of report formats hold them against, outside the tree or in .validators (git-ignored).
# Usage: tools/install_validators.sh [FOLDER]; FOLDER defaults to $CIVCHECK_VALIDATORS, then to .validators
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-${CIVCHECK_VALIDATORS:-$root/.validators}}
mkdir -p "$folder"

# SARIF: the schema of OASIS and Microsoft's validator, a native program inside the npm package
npm install --no-audit --no-fund --silent --prefix "$folder" @microsoft/sarif-multitool@5.7.0
chmod u+x "$folder"/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool

echo "validators are in $folder"
