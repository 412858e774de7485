# A handful of words; `make` alone lists them. Needs only make and Python 3.11 or newer.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/pip --quiet --disable-pip-version-check

.PHONY: help demo demo-reset test test-postgres journeys check format bench fuzz translations lock
.DEFAULT_GOAL := help

help:
	@echo "make demo        start Keurmerk with a demo world on http://127.0.0.1:$(PORT)"
	@echo "make demo-reset  throw the demo world away"
	@echo "make test        install what the tests need and run them all (SQLite)"
	@echo "make test-postgres  the same tests on PostgreSQL, started for the occasion"
	@echo "make check       style, types, layers, templates, migrations, translations"
	@echo "make format      put code and templates in shape"
	@echo "make fuzz        spoilt input for every reader, ten minutes (FUZZ_SECONDS=600)"
	@echo "make bench       measure every goal of speed against its peer"

OLD := Keurmerk: this needs Python 3.11 or newer. Install one and name it, such as: make demo PYTHON=python3.12

# Each stamp says: this environment holds what the lock file names.
.venv/runtime: requirements.lock pyproject.toml scripts/new_environment.py
	@$(PYTHON) -c "import sys; sys.version_info >= (3, 11) or sys.exit('$(OLD)')"
	@$(PYTHON) scripts/new_environment.py requirements.lock
	@touch .venv/runtime

.venv/development: requirements-dev.lock pyproject.toml scripts/new_environment.py
	@$(PYTHON) -c "import sys; sys.version_info >= (3, 11) or sys.exit('$(OLD)')"
	@$(PYTHON) scripts/new_environment.py requirements-dev.lock
	@touch .venv/runtime .venv/development

.venv/bench: requirements-bench.lock pyproject.toml scripts/new_environment.py
	@$(PYTHON) scripts/new_environment.py requirements-bench.lock
	@touch .venv/runtime .venv/development .venv/bench

demo: .venv/runtime
	@$(BIN)/keurmerk serve --demo --port $(PORT)

demo-reset: .venv/runtime
	@$(BIN)/keurmerk demo reset

test: .venv/development
	@$(BIN)/python scripts/run_tests.py

test-postgres: .venv/development
	@$(BIN)/python scripts/run_tests.py --postgres

check: .venv/development
	@$(BIN)/python scripts/check.py

format: .venv/development
	@$(BIN)/ruff check --quiet --fix src tests scripts benchmarks manage.py
	@$(BIN)/ruff format src tests scripts benchmarks manage.py
	@$(BIN)/djade --target-version 5.2 $$(git ls-files '*.html')

fuzz: .venv/development
	@$(BIN)/python scripts/fuzz.py

bench: .venv/bench
	@$(BIN)/python -m benchmarks

# After a change of texts: collects them, and compiles what stands in the .po file.
translations: .venv/development
	@$(BIN)/python scripts/translations.py

# Names no index and no download address; needs `uv`.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate \
		pyproject.toml --group build -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate \
		pyproject.toml --group build --group dev -o requirements-dev.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate \
		pyproject.toml --group build --group dev --group bench -o requirements-bench.lock
