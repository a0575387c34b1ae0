# `make` targets are the only commands anyone needs to remember.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help install assets demo demo-reset test check bench messages requirements clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 16

install: .venv/installed ## Make .venv with the product and its tools

.venv/installed: requirements-dev.txt pyproject.toml requirements.in
	@sh scripts/check_python.sh "$(PYTHON)"
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python scripts/compile_messages.py
	@touch $@

assets: node_modules/installed ## Gather the look (dkfds) and the pictures (vega) from npm

node_modules/installed: package.json package-lock.json scripts/assets.py .venv/installed
	@sh scripts/check_node.sh
	npm ci --no-audit --no-fund --loglevel=error
	$(BIN)/python scripts/assets.py
	@touch $@

demo: install assets ## Set up and run the demo at http://127.0.0.1:8000
	@$(BIN)/python scripts/compile_messages.py
	@PEJLING_DEMO=1 $(BIN)/pejling demo

demo-reset: install assets ## Start the demo over with fresh data
	@$(BIN)/python scripts/compile_messages.py
	@PEJLING_DEMO=1 $(BIN)/pejling demo --reset

test: install assets ## Run every test
	@sh scripts/system_packages.sh
	@$(BIN)/python scripts/compile_messages.py
	$(BIN)/python -m pytest -n 2 --dist worksteal tests
	$(BIN)/python scripts/with_postgres.py $(BIN)/python -m pytest -n 2 --dist worksteal -m "not own_database" tests/integration

check: install ## Run the checks: lint, layers, migrations, deployment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	PEJLING_SECURE=1 $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: install assets ## Measure speed, side by side (outside CI; takes long)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	$(BIN)/python -m bench

messages: install ## Write missing messages into the translation files
	$(BIN)/python scripts/update_messages.py

requirements: ## Lock the requirements anew (hashes, no addresses)
	@for name in requirements requirements-dev requirements-bench; do \
	  uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --no-emit-index-url --quiet $$name.in -o $$name.txt; done

clean: ## Remove what can be made again (not the data in var/)
	rm -rf .venv node_modules pejling/web/static/vendor .pytest_cache .ruff_cache .hypothesis
