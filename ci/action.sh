#!/usr/bin/env bash
# The audit step of action.yml: annotations and the run's summary come from civcheck itself, under GITHUB_ACTIONS=true.
# Takes LEDGER (a folder a line: of several the latest year is audited), RULES, AS_OF, FAIL_ON and BASELINE from the environment; what is empty is not set.
set -euo pipefail

# a folder of its own for every use of the action in a job
folder=$(mktemp -d "${RUNNER_TEMP:?}/civcheck-XXXXXX")
options=()
[ -z "${RULES:-}" ] || options+=(--rules "$RULES")
[ -z "${AS_OF:-}" ] || options+=(--as-of "$AS_OF")
[ -z "${FAIL_ON:-}" ] || options+=(--fail-on "$FAIL_ON")
[ -z "${BASELINE:-}" ] || options+=(--baseline "$BASELINE")

ledgers=()
while IFS= read -r line; do
  line="${line%$'\r'}"
  [ -z "$line" ] || ledgers+=("$line")
done <<< "${LEDGER:?}"

code=0
civcheck audit "${options[@]}" \
  --output "json=$folder/results.json" \
  --output "sarif=$folder/results.sarif" \
  --output "html=$folder/report.html" \
  -- "${ledgers[@]}" || code=$?

# the run's page shows annotations, not what stands in the log
[ -f "$folder/results.json" ] || echo "::error title=civcheck::没有出报告（退出码 $code），原因写在本步骤的日志里"

{
  echo "exit-code=$code"
  # a run that delivered nothing leaves nothing to upload
  if [ -f "$folder/results.json" ]; then
    echo "results=$folder/results.json"
    echo "sarif=$folder/results.sarif"
    echo "html=$folder/report.html"
  fi
} >> "$GITHUB_OUTPUT"
