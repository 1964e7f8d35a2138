# make demo    install (no torch) and do the main job on the demo municipality; ARGS=--no-serve stops before serving
# make test    install everything the tests need, and test; ARGS="-k hours" goes to pytest
# make check   lint, types and format
# make models  fit the shipped ranker again from data/training

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
DEMO := data/demo
DAY := 2026-11-21
export HF_HUB_OFFLINE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test check models clean

demo: .venv/.base
	$(BIN)/opgave check $(DEMO)
	$(BIN)/opgave score $(DEMO) --as-of $(DAY) --out out/demo/suggestions.jsonl
	$(BIN)/opgave suggest $(DEMO) --opening oA06 --as-of $(DAY) -k 5
ifeq (,$(findstring --no-serve,$(ARGS)))
	$(BIN)/opgave serve $(DEMO)
endif

test: .venv/.all
	$(BIN)/python -m pytest $(ARGS)

check: .venv/.all
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

models: .venv/.base
	$(BIN)/python -m models.recipes.ranker data/training --held-out $(DEMO)

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed: apt-get install python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv; } \
	  || { echo "Python's venv module is needed: sudo apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.base: .venv/bin/python pyproject.toml
	$(BIN)/pip install --quiet --editable .
	@touch $@

# torch is pinned alone and first: a looser request would bring gigabytes of CUDA packages.
.venv/.all: .venv/bin/python pyproject.toml
	$(BIN)/pip install --quiet torch==2.13.0
	$(BIN)/pip install --quiet --editable '.[encoders,pdf,dev]'
	@touch $@ .venv/.base

clean:
	rm -rf .venv out build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
