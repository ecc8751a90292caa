# The two commands: `make run` serves the portal, `make test` checks it.
SHELL := /bin/bash
PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
PYTEST := $(BIN)/python -m pytest -q -n $(or $(WORKERS),2)

.PHONY: run install install-dev test test-sqlite test-postgres lint types messages bench check help

help:
	@echo "make run    serve the portal on http://127.0.0.1:$(PORT) (PORT=… changes it)"
	@echo "make test   run every test on SQLite and on PostgreSQL"
	@echo "make bench  measure the portal against an empty view and nginx; needs wrk (QUICK=1: the short form)"
	@echo "make lint   ruff, djlint, mypy"

$(VENV)/.installed: requirements.txt
	@echo "==> Installing Python packages (first time: about a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements.txt requirements-dev.txt $(VENV)/.installed
	@echo "==> Installing the development packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

run: install
	@echo "==> Preparing the database"
	@mkdir -p var
	@$(MANAGE) migrate --no-input --verbosity 0
	@$(MANAGE) setup_portal
	@echo "==> Loading the demo (first time: about a minute)"
	@$(MANAGE) load_demo --once
	@echo "==> Portal: http://127.0.0.1:$(PORT)/   Newsroom: http://127.0.0.1:$(PORT)/quan-tri/"
	@$(MANAGE) db_worker --backend mail --no-reload -v 0 & trap 'kill $$(jobs -p)' EXIT; \
	  $(MANAGE) db_worker --backend media --no-reload -v 0 & \
	  $(MANAGE) publish_scheduled --every 60 & \
	  $(MANAGE) runserver 127.0.0.1:$(PORT)

test: test-sqlite test-postgres

test-sqlite: install-dev
	@echo "==> Tests on SQLite"
	@env -u TEST_DATABASE_URL $(PYTEST)

test-postgres: install-dev
	@echo "==> Tests on PostgreSQL"
	@if $(BIN)/python -m tests.servers "$(TEST_DATABASE_URL)"; then \
	  TEST_DATABASE_URL="$(TEST_DATABASE_URL)" $(PYTEST); \
	elif [ "$$CI" = "true" ]; then exit 1; fi

lint: install-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/mypy

bench: install-dev
	@$(BIN)/python -m bench $(if $(QUICK),--quick) $(BENCH)

# Needs GNU gettext; the compiled catalogues are committed so that nobody else does.
messages: install-dev
	@$(MANAGE) makemessages -l vi --no-location --no-wrap --no-obsolete \
	  -i .venv -i var -i node_modules -i 'tests/*' -i 'cms/settings/*'
	@$(MANAGE) compilemessages -l vi -i .venv
