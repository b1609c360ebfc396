# Named tasks; `.ci/run` runs them all, and README's two commands beside.
.PHONY: check heavy validators

VALIDATORS ?= $(CURDIR)/.validators

check:
	ruff check .
	ruff format --check .
	mypy
	lint-imports

validators:
	bash tools/install_validators.sh "$(VALIDATORS)"
	bash tools/install_renderers.sh

# time limits on hostile input, independent validators, a browser, an office program, the hook on a real repository
heavy: validators
	CI=1 CIVCHECK_VALIDATORS="$(VALIDATORS)" python3 -m pytest -m heavy -n 1
