# Two commands do everything: `make app` opens the page, `make test` checks the code.
# Both make .venv, install into it and read the bundled papers the first time; afterwards they install nothing.

VENV ?= .venv
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3,$(shell command -v $(name) 2>/dev/null)))
STORE ?= .store
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PATHS ?= corpus

.PHONY: app build test check lint types contracts unit evaluate browser train docs site clean help

help:  ## say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1|/' | column -t -s '|'

$(INSTALLED): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "No Python was found: install Python 3.11 or 3.12."; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] not in {(3, 11), (3, 12)})' \
		|| { echo "hemkg needs Python 3.11 or 3.12; name one with 'make PYTHON=python3.11 ...'."; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV); the first time this takes a few minutes and 2 GB."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@$(BIN)/hemkg build $(PATHS) --store $(STORE)  # so that the page finds its papers when it is opened
	@touch $@

app: build  ## build the graph of corpus/ and open the page on 127.0.0.1:7860
	@HEMKG_STORE=$(STORE) $(BIN)/python app.py

build: $(INSTALLED)  ## build the graph of corpus/ into $(STORE)
	@$(BIN)/hemkg build $(PATHS) --store $(STORE)

test: lint types contracts unit  ## lint, types, import contracts and all tests

check: test

lint: $(INSTALLED)  ## ruff
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .

types: $(INSTALLED)  ## mypy, strict
	@$(BIN)/mypy --no-error-summary

contracts: $(INSTALLED)  ## who may import whom
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

unit: $(INSTALLED)  ## all tests; those that need a browser or TeX skip where it is missing
	@$(BIN)/python -m pytest -n 2

browser: $(INSTALLED)  ## the page in a real browser, and its pictures
	@$(BIN)/python -m pytest tests/browser -q

evaluate: $(INSTALLED)  ## score extraction and answers on annotated passages and questions
	@$(BIN)/python training/evaluate.py
	@$(BIN)/python training/evaluate.py tests/evaluation/unseen --fast
	@$(BIN)/python training/evaluate_shared.py

train: $(INSTALLED)  ## fit the linking models again, and what their scores are worth
	@$(BIN)/python training/train.py
	@$(BIN)/python training/calibrate.py --picture docs/pictures/reliability.png

docs: $(INSTALLED)  ## the reference of the ontology and the glossary, from the files of ontology/
	@$(BIN)/python docs/reference.py
	@$(BIN)/python docs/glossary.py

site: $(INSTALLED)  ## the documentation as a site, build/site/index.html, to be read without a network
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict
	@echo "The site stands in build/site; open build/site/index.html in a browser."

clean:  ## remove what was built, the installation excepted
	@rm -rf $(STORE) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
