# `make run` serves the portal, `make test` checks it, `make stack` runs it as it is deployed; `make help` has the rest.
SHELL := /bin/bash
PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
GUIDE_WALKS := tests/e2e/test_story_from_draft_to_reader.py tests/e2e/test_word_import.py tests/e2e/test_proofing.py
# Work is taken over from whoever has much of it left: some tests take half a minute.
PYTEST := $(BIN)/python -m pytest -q -n $(or $(WORKERS),2) --dist worksteal

.PHONY: html html-checker lighthouse lock stack test-stack test-stack-short load run install install-dev test test-sqlite test-postgres lint messages guides bench help

help:
	@echo "make run    serve the portal on http://127.0.0.1:$(PORT) (PORT=… changes it)"
	@echo "make test   run every test on SQLite and on PostgreSQL"
	@echo "make bench  measure the portal against an empty view and nginx; needs wrk (QUICK=1: the short form)"
	@echo "make stack  the portal as it is deployed: nginx, two applications, workers, PostgreSQL, Redis, on loopback"
	@echo "make test-stack  break that stack in every way of the fault tests"
	@echo "make load   readers, 20 reporters and 3 chiefs at once against that stack (QUICK=1: the short form; FOR=600: seconds)"
	@echo "make guides the guides' pictures and files anew, after the screens have changed"
	@echo "make html   every public page by the Nu Html Checker; needs Java and npm"
	@echo "make lighthouse  every kind of public page by Lighthouse, as a phone and as a desk; needs npm and Chromium"
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

# The browser walks pages, not SQL: it does so once, on the database of production.
test-sqlite: install-dev
	@echo "==> Tests on SQLite"
	@env -u TEST_DATABASE_URL $(PYTEST) -m "not stack and not browser"

test-postgres: install-dev
	@echo "==> Tests on PostgreSQL"
	@if $(BIN)/python -m tests.servers "$(TEST_DATABASE_URL)"; then \
	  TEST_DATABASE_URL="$(TEST_DATABASE_URL)" $(PYTEST) -m "not stack and not once"; \
	elif [ "$$CI" = "true" ]; then exit 1; \
	else env -u TEST_DATABASE_URL $(PYTEST) -m browser; fi

lint: install-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/mypy

# Debian: default-jre-headless npm. What tests/test_html.py runs; its version is said here alone.
HTML_CHECKER := vnu-jar@26.9.27
html-checker: var/npm/$(HTML_CHECKER)

var/npm/%:
	@mkdir -p var/npm
	@npm install --prefix var/npm --ignore-scripts --no-audit --no-fund --loglevel=error $*
	@touch $@

html: install-dev html-checker
	@env -u TEST_DATABASE_URL CI=true $(BIN)/python -m pytest -q -n 0 tests/test_html.py

# Debian: chromium, and npm. The newest Lighthouse that Debian 12's and 13's Node runs.
LIGHTHOUSE := lighthouse@12.8.2
lighthouse: install-dev var/npm/$(LIGHTHOUSE)
	@$(BIN)/python -m bench.lighthouse

# Debian: nginx-light postgresql redis-server openssl; wrk for the load.
stack: install
	@$(BIN)/python -m deploy.stack $(if $(DEMO),--demo)

test-stack: install-dev
	@env -u TEST_DATABASE_URL $(BIN)/python -m pytest -q -n 0 -m stack tests/stack

# What CI has the time for: every day's way of a story, and what would show a reader something false.
test-stack-short: install-dev
	@env -u TEST_DATABASE_URL $(BIN)/python -m pytest -q -n 0 -m stack_short tests/stack

load: install-dev
	@$(BIN)/python -m bench.load $(if $(QUICK),--quick) $(if $(FOR),--seconds $(FOR))

# The guides' pictures by the browser's walks, and their texts as files of docs/guides/.
guides: install-dev
	@GUIDES=1 env -u TEST_DATABASE_URL $(PYTEST) -n 0 $(GUIDE_WALKS)
	@$(MANAGE) write_guides

# The production image's packages with all that they need, exact and with hashes: after each change of requirements.txt.
lock: install-dev
	@$(BIN)/python -m piptools compile --quiet --generate-hashes --strip-extras --no-header --no-annotate --allow-unsafe \
	  --no-emit-index-url --no-emit-find-links --output-file requirements.lock requirements.txt
	@sed -i '1i # Made by `make lock` from requirements.txt; the production image installs exactly this (pip --require-hashes).' requirements.lock

bench: install-dev
	@$(BIN)/python -m bench $(if $(QUICK),--quick) $(BENCH)

# Needs GNU gettext; the compiled catalogues are committed so that nobody else does.
messages: install-dev
	@$(MANAGE) makemessages -l vi --no-location --no-wrap --no-obsolete \
	  -i .venv -i var -i node_modules -i 'tests/*' -i 'cms/settings/*'
	@$(MANAGE) compilemessages -l vi -i .venv
