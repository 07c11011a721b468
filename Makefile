# `make run` and `make test` do everything on a fresh machine. They need make, Python 3.11 or newer and a
# package index, nothing else.

PORT ?= 8000
DATA_DIR ?= var
# Counts when .venv is made; `make clean` before another one.
PYTHON ?= python3
# From the command line only: some shells and tools keep something else in a variable of this name.
HOST = 127.0.0.1

# Where a browser on this machine finds the site, whatever it listens on.
BARE = $(subst [,,$(subst ],,$(HOST)))
ADDRESS = $(if $(filter 0.0.0.0 ::,$(BARE)),127.0.0.1,$(if $(findstring :,$(BARE)),[$(BARE)],$(BARE)))
BOOTSTRAP = @exec $(PYTHON) tools/bootstrap.py
VENV = .venv/bin
DJANGO = $(VENV)/python manage.py
CHROMIUM = $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

.DEFAULT_GOAL = help
.PHONY: help run dev test check messages screens clean

help: ## list what can be made
	@echo "make TARGET [PORT=$(PORT)] [HOST=$(HOST)] [DATA_DIR=$(DATA_DIR)] [PYTHON=$(PYTHON)]"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-9s %s\n", $$1, $$2 }' Makefile

# `exec`: the server takes the shell's place, so that a signal to make stops it, workers included.
run dev: export DEMO = 1
run dev: export DATA_DIR := $(DATA_DIR)
run dev: export SITE_URL ?= http://$(ADDRESS):$(PORT)
run: export DEBUG = 0
dev: export DEBUG = 1

run: ## serve the site with its content as in production, on http://127.0.0.1:8000/
	$(BOOTSTRAP) requirements.txt
	@exec $(DJANGO) run_demo --host=$(BARE) --port=$(PORT)

dev: ## the same with DEBUG on and a server that reloads
	$(BOOTSTRAP) requirements.txt
	@exec $(DJANGO) run_demo --host=$(BARE) --port=$(PORT) --dev

# How many processes share the tests: as many as there are cores.
WORKERS ?= auto
# Whoever is done first takes over from the others.
PYTEST = $(VENV)/python -m pytest -n $(WORKERS) --dist worksteal

# Variables set to nothing win over a .env file.
test: export DATABASE_URL =
# Compiled once and kept: else each process of each part compiles every test anew, which takes it 7 s.
test: export PYTHONDONTWRITEBYTECODE =
test: ## the whole suite: on SQLite, on PostgreSQL, in a browser (REQUIRE_BROWSER=1: no browser is a failure)
	$(BOOTSTRAP) requirements-dev.txt
	@echo "== Tests on SQLite"
	@exec $(PYTEST) -m "not browser"
	@echo "== Tests on PostgreSQL, those that ask a database"
	@exec $(VENV)/python -m tools.postgres $(PYTEST) -m "not browser" --only-database
	@echo "== Tests in a browser, on SQLite"
	@if [ -n "$(CHROMIUM)" ]; then \
		DJANGO_ALLOW_ASYNC_UNSAFE=1 $(PYTEST) -m browser; \
	else \
		echo "Browser tests skipped: no Chromium found"; \
		[ "$(REQUIRE_BROWSER)" != 1 ] || exit 1; \
	fi

# The deploy check looks at the settings of an imagined production.
check: export DEMO = 0
check: export DEBUG = 0
check: export SECRET_KEY = $(shell $(PYTHON) -c "import secrets; print(secrets.token_urlsafe(50))")
check: export ALLOWED_HOSTS = www.example.org
check: export SITE_URL = https://www.example.org
check: export DATABASE_URL = sqlite://:memory:
check: ## style, templates, migrations, settings for production
	$(BOOTSTRAP) requirements-dev.txt
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	find templates -name '*.html' -exec $(VENV)/djade --check --target-version 5.2 {} +
	$(DJANGO) makemigrations --check --dry-run
	$(DJANGO) check --deploy --fail-level WARNING

messages: export DEMO = 1
messages: export DATA_DIR := $(DATA_DIR)
messages: ## collect the texts to be translated and compile the translations (needs Debian's gettext)
	@command -v msgfmt > /dev/null || { echo "Message files are made with gettext: apt-get install gettext"; exit 1; }
	$(BOOTSTRAP) requirements.txt
	@exec $(DJANGO) makemessages --all --no-location --ignore .venv --ignore '$(DATA_DIR)'
	@exec $(DJANGO) compilemessages --ignore .venv

screens: ## make the pictures of docs/editing.md anew (needs Chromium)
	$(BOOTSTRAP) requirements-dev.txt
	@exec $(VENV)/python -m tools.screens

clean: ## remove .venv and caches, never the data directory
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .coverage test-results
	find . -path './$(DATA_DIR)' -prune -o -name __pycache__ -type d -exec rm -rf {} +
	@echo "The data in $(DATA_DIR) are still there."
