# make run | check | test | lint | bench | load | site: each makes its own virtual environment in .venv, when it is missing or out of date.

PYTHON ?= python3
PORT ?= 8501
WORKERS ?= 3
TESTS ?=
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run check test test-all lint lessons bench load site picture browser axe clean
.DELETE_ON_ERROR:

help:
	@echo "make run    open the app at http://localhost:$(PORT)  (PORT=... for another one)"
	@echo "make check  style, imports and the laws of the engine, in a minute"
	@echo "make test   all tests, in the browser too  (TESTS='tests/test_link.py -k notice' for some)"
	@echo "make test-all  the same with every case of every browser test"
	@echo "make lint   ruff"
	@echo "make lessons  check the lesson files  (LESSONS='mine.toml' for some)"
	@echo "make bench  speed against networkx and igraph"
	@echo "make load   a class opens the app at once"
	@echo "make site   the static copy, in the folder site"
	@echo "make picture  the README's animation, made from the stage anew"

run: $(VENV)/ready-to-run
	@$(BIN)/python -m deploy.port "$(PORT)"
	$(BIN)/python -m streamlit run app.py --server.port $(PORT)

# While you work; what starts processes of its own is left to make test.
check: $(VENV)/ready-to-test lint
	$(BIN)/python -m pytest -q -n 2 tests/test_imports.py tests/test_python_versions.py tests/core --ignore=tests/core/sweeps --ignore=tests/core/test_terminal.py

# Each worker has a browser and a server of its own; a change of WORKERS changes no result.
test: $(VENV)/ready-to-test browser axe
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(TESTS)

# The same with every case of every browser test: half an hour.
test-all: $(VENV)/ready-to-test browser axe
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --every-case $(TESTS)

lint: $(VENV)/ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lessons: $(VENV)/ready-to-run
	@$(BIN)/python -m ui.lessons $(LESSONS)

bench: $(VENV)/ready-to-test
	$(BIN)/python -m benchmarks

load: $(VENV)/ready-to-test
	$(BIN)/python -m benchmarks.load
	$(BIN)/python -m benchmarks.load.classroom
	$(BIN)/python -m benchmarks.load.replicas

site: $(VENV)/ready-to-run
	@$(BIN)/python -m deploy.make_site site

# The README's animation, from the stage as it is now.
picture: $(VENV)/ready-to-test browser
	@$(BIN)/python -m deploy.make_picture

# Debian's Chromium, nginx and Redis where they may be installed; where not, the tests themselves say what they skip.
browser:
	@missing=nginx; if command -v nginx >/dev/null || [ -x /usr/sbin/nginx ]; then missing=; fi; \
	found=; for name in "$$CHROMIUM" chromium-headless-shell chromium chromium-browser google-chrome; do \
	    if [ -n "$$name" ] && command -v "$$name" >/dev/null; then found=yes; fi; done; \
	[ -n "$$found" ] || missing="$$missing chromium-headless-shell"; \
	command -v valkey-server >/dev/null || command -v redis-server >/dev/null || missing="$$missing redis-server"; \
	if [ -n "$$missing" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Not found, so Debian's is installed: $$missing"; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing; } >/dev/null \
	        || echo "It could not be installed."; \
	fi

# The checker of accessibility that the browser tests use, by npm; where there is no npm, the tests say what they skip.
axe:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory node_modules/.made; fi

node_modules/.made: package.json
	npm install --no-package-lock --no-audit --no-fund --silent
	@touch $@

$(VENV)/ready-to-run: requirements.txt | $(VENV)/made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/ready-to-test: requirements-dev.txt requirements-rooms.txt requirements.txt | $(VENV)/made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $(VENV)/ready-to-run $@

$(VENV)/made:
	@command -v $(PYTHON) >/dev/null \
	    || { echo "$(PYTHON) was not found: install Python 3.11 or newer, or name it as in: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" \
	    || { echo "Sweet Spot needs Python 3.11 or newer; name one as in: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -c "import ensurepip, venv" 2>/dev/null \
	    || { echo "Python's venv module is missing: install it (on Debian: apt-get install python3-venv) and try again."; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

clean:
	rm -rf $(VENV) node_modules .pytest_cache .ruff_cache
