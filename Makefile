# The two commands are `make run` and `make test`; `make help` lists the rest.
PORT ?= 8501
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test check lint geo data messages bench screenshots briefing-proof chromium clean

help: ## List the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

run: $(VENV)/.run ## Set up what is needed and serve on http://127.0.0.1:8501 (PORT=...)
	@exec $(BIN)/python -m community_policing serve --port $(PORT)

test: $(VENV)/.dev chromium ## Set up what is needed, Chromium included, and run every test
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

# Searches of random programmes and of every release: a minute each, and `make test` runs them.
SEARCHES := contracts/test_hostile_text measure/test_backtest measure/test_certainty measure/test_ledger_properties \
	measure/test_time_travel
check: lint ## Lint, types and the tests without a browser or a server: before every commit
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(SEARCHES:%=--ignore=tests/%.py) \
		tests/core tests/contracts tests/measure tests/export $(ARGS)

lint: $(VENV)/.dev ## Style, types, security and the floors that modules may import from
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/bandit -q -c pyproject.toml -r app.py community_policing pages
	$(BIN)/lint-imports --no-cache

geo: $(VENV)/.dev ## Rebuild the map layers (BOUNDARIES=file, DISTRICTS=file take borders from your own COD-AB)
	$(BIN)/python geo/build.py $(if $(BOUNDARIES),--boundaries "$(BOUNDARIES)") $(if $(DISTRICTS),--districts "$(DISTRICTS)")
	$(BIN)/python geo/name_pictures.py

data: $(VENV)/.dev ## Rebuild the demonstration dataset, the data dictionary and the table of settings
	$(BIN)/python -m data.demonstration.make
	$(BIN)/python -m data.dictionary
	$(BIN)/python -m docs.settings

messages: $(VENV)/.dev ## Bring new messages into the catalogues of all languages, and say what is missing
	$(BIN)/python -m translations update

bench: $(VENV)/.dev chromium ## Measure every page beside an empty Streamlit page
	$(BIN)/python -m bench $(ARGS)

screenshots: $(VENV)/.dev chromium ## Photograph every page into build/screenshots/, and renew those in docs/
	$(BIN)/python -m tests.browser.screenshots

briefing-proof: $(VENV)/.dev chromium ## Photograph every slide and page of a briefing into build/briefing/, and renew those in docs/
	$(BIN)/python -m tests.browser.proof

chromium:
	@command -v chromium chromium-browser google-chrome >/dev/null && exit 0; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq chromium >/dev/null; \
	elif command -v apt-get >/dev/null && sudo -n true 2>/dev/null; then sudo apt-get update -qq && sudo apt-get install -y -qq chromium >/dev/null; \
	else echo "The browser tests need Chromium. Install it: sudo apt-get install chromium" >&2; exit 1; fi

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.11 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python cannot make a virtual environment here. On Debian: sudo apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the dashboard runs on (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	@echo "Installing what tests and lint need (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.run

clean: ## Remove everything that was set up or cached
	rm -rf $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis test-artifacts build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
