# `make help` is the menu.
.DEFAULT_GOAL := help
.PHONY: help install run test test-quick lint format demo-accounts bench bench-beats bench-reader bench-diagnosis audit clean

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && command -v $$p && break; done)
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
SITE := http://$(or $(BIND),127.0.0.1:8000)

help: ## Show this menu
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

.venv/site: requirements.txt constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -c constraints.txt
	@touch $@

.venv/dev: .venv/site requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -c constraints.txt
	@touch $@

install: .venv/site ## Make the environment in .venv, nothing else

run: .venv/site ## Make everything and serve the site on http://127.0.0.1:8000
	$(FLASK) db upgrade
	@echo "The site opens on $(SITE) and its mails on $(SITE)/dev/mailbox/"
	$(BIN)/gunicorn --config gunicorn.conf.py wsgi:app

demo-accounts: .venv/site ## Add a student, a professional and an administrator (development only)
	$(FLASK) db upgrade
	$(FLASK) demo-accounts

test: .venv/dev ## Run all checks and tests; says what it skips for want of Postgres, Chromium or data packs
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup -rs

test-quick: .venv/dev ## Run the quick tests on SQLite only
	$(BIN)/python -m pytest -n 2 -m "not slow and not browser and not packs and not postgres"

lint: .venv/dev ## Check style, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev ## Put the code into its standard form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

audit: .venv/dev ## Look for known holes in what the site depends on (needs the package registry)
	$(BIN)/pip-audit -r requirements.txt

bench: .venv/dev ## Measure speed against the named baselines
	$(BIN)/python -m bench.analyze
	$(BIN)/python -m bench.site
	$(BIN)/python -m bench.signals

bench-beats: .venv/dev ## Measure how well beats and rhythms are told, beside baselines (needs ECG_PACKS)
	$(BIN)/python -m bench.beats

bench-reader: .venv/dev ## Measure how well pages are read, beside the simplest tracer (needs ECG_PACKS)
	$(BIN)/python -m bench.reader

bench-diagnosis: .venv/dev ## Measure how well ECGs are diagnosed, beside baselines (needs ECG_PACKS)
	$(BIN)/python -m bench.diagnosis

clean: ## Remove the environment and caches; the data in instance/ stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
