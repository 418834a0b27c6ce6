# Two commands on a fresh machine: `make pdf` and `make test`. Both install what is missing, once.
.DEFAULT_GOAL := help
.PHONY: help pdf test check lint lock bench mutation clean

PYTHON ?= python3
BIN := .venv/bin
# Editions: complete plans of their own, such as the draft of a year.
EDITIONS := $(patsubst %/plan.yaml,%,$(wildcard plan/editions/*/plan.yaml))
# What `make check` prints: text, json, github or sarif.
FORMAT ?= text
READY := .venv/.ready
TESTABLE := .venv/.testable
# The language server behind the editors, for a test: exact versions with hashes, no registry named.
EDITOR := .ci/language-server
# The judges of the web edition (axe-core, html-validate, the Nu checker), in the same way.
BROWSER := .ci/browser

help:
	@echo "make pdf    足りないものを入れ、全ての文書のPDFを build/ に作ります"
	@echo "make check  計画のYAMLを検査します"
	@echo "make test   全てのテストを実行します"

pdf: $(READY)
	@$(BIN)/vision build pdf
	@for edition in $(EDITIONS); do $(BIN)/vision build pdf --plan $$edition || exit; done

check: $(READY)
	@status=0; for plan in plan $(EDITIONS); do \
	  $(BIN)/vision check --format $(FORMAT) --plan $$plan || status=$$?; done; exit $$status

test: $(TESTABLE)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pytest

lint: $(TESTABLE)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
	$(BIN)/mypy

# Our times beside others', measured in pairs; benchmarks/README.md says how to install the others.
bench: $(TESTABLE)
	$(BIN)/python -m benchmarks

# Which small changes of the code that reads, guards and writes no test notices (docs/mutation.md): takes hours.
mutation: $(TESTABLE)
	$(BIN)/pip install --quiet --disable-pip-version-check mutmut==3.8.1
	nice $(BIN)/mutmut run --max-children 1
	$(BIN)/mutmut results

# The lock file: exact versions with hashes for every platform, naming no registry.
lock: $(READY)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links pyproject.toml --group dev --output-file requirements.lock

$(READY): requirements.lock pyproject.toml
	sh .ci/system-packages pdf
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(TESTABLE): $(READY) $(wildcard $(EDITOR)/*.json $(BROWSER)/*.json)
	sh .ci/system-packages test
	sh $(EDITOR)/install || echo "YAML言語サーバーを入れられませんでした。その確認だけを飛ばします。"
	sh $(BROWSER)/install || echo "ブラウザーで確かめる道具を入れられませんでした。その確認だけを飛ばします。"
	touch $@

clean:
	rm -rf build .venv
