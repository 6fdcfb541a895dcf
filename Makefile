SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
CONTRACTS := libs/contracts
PROTOS := $(shell find protos -name '*.proto' | sort)
OURS := libs services gateway deploy tests
export PATH := $(CURDIR)/$(BIN):$(PATH)

##@ Using it

help: ## Show what can be made
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  \033[1m%-10s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## Set everything up and start the whole stack (Ctrl-C stops it)
	@exec $(BIN)/python -m deploy.local run

stop: ## Stop the stack that runs from this folder
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m deploy.local stop; fi

status: ## Show what runs
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m deploy.local status; else echo "Nothing is set up yet: make run"; fi

##@ Working on it

setup: .state/setup ## Make the virtual environment from the locked dependencies

test: setup ## Run all tests (T=path or T="-k name" for some)
	@$(BIN)/python -m pytest $(T)

lint: setup ## Check style, types, import rules, contracts and generated files
	@ruff check . && ruff format --check .
	@pyright
	@lint-imports --no-logo
	@cd protos && buf lint && buf format --diff --exit-code --path persona
	@$(BIN)/python -m deploy.checks.breaking
	@$(MAKE) --no-print-directory check-generated

generate: setup ## Make the stubs and descriptors from protos/, the metrics page, the client's list of services
	@rm -rf $(CONTRACTS)/persona $(CONTRACTS)/buf
	@python -m grpc_tools.protoc -Iprotos -Iprotos/third_party \
	  --python_out=$(CONTRACTS) --grpc_python_out=$(CONTRACTS) \
	  --mypy_out=quiet:$(CONTRACTS) --mypy_grpc_out=quiet:$(CONTRACTS) \
	  $(sort $(shell cd protos && find persona -name '*.proto')) buf/validate/validate.proto
	@python -m grpc_tools.protoc -Iprotos -Iprotos/third_party --include_imports --include_source_info \
	  --descriptor_set_out=$(CONTRACTS)/persona/descriptors.binpb \
	  $(sort $(shell cd protos && find persona -name '*.proto'))
	@touch $(CONTRACTS)/persona/py.typed
	@python -m libs.stylometry.metrics.reference
	@python -m deploy.checks.client_services

check-generated: generate
	@git diff --exit-code --stat -- $(CONTRACTS) libs/stylometry/METRICS.md libs/client/persona_client/services.py || { echo "Generated files are not up to date: run 'make generate' and commit."; exit 1; }

format: setup ## Format Python and contracts
	@ruff format . && ruff check --fix . && cd protos && buf format -w --path persona

bench: setup ## Measure accuracy, speed and robustness (CORPORA=folder, TREEBANKS=folder for accuracy)
	@$(BIN)/python -m tests.load.bench $(if $(CORPORA),--corpora $(CORPORA)) $(if $(TREEBANKS),--treebanks $(TREEBANKS))

fit: setup ## Fit the score and what is usual again on a folder of corpora (CORPORA=folder)
	@test -n "$(CORPORA)" || { echo "Say which corpora: make fit CORPORA=folder"; exit 2; }
	@$(BIN)/python -m libs.stylometry.fit.population --corpora $(CORPORA)
	@$(BIN)/python -m libs.stylometry.fit.expressions --corpora $(CORPORA)
	@$(BIN)/python -m libs.stylometry.fit --corpora $(CORPORA)
	@$(BIN)/python -m libs.stylometry.fit.effects --corpora $(CORPORA)

language: setup ## Train the English pipeline again (TREEBANKS=folder, CORPORA=folder for word vectors, MINUTES=76)
	@test -n "$(TREEBANKS)" || { echo "Say which treebanks: make language TREEBANKS=folder [CORPORA=folder]"; exit 2; }
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m libs.language.training --treebanks $(TREEBANKS) $(if $(CORPORA),--corpora $(CORPORA)) $(if $(MINUTES),--minutes $(MINUTES))

migration: setup ## Write a schema version from tables.py (SERVICE=registry MESSAGE="add teams")
	@test -n "$(SERVICE)" -a -n "$(MESSAGE)" || { echo 'Say which service and what changes: make migration SERVICE=registry MESSAGE="add teams"'; exit 2; }
	@$(BIN)/python -m deploy.checks.migration "$(SERVICE)" "$(MESSAGE)"

routes: setup ## Write the table of HTTP routes that a test compares with the contracts
	@$(BIN)/python -m tests.contract.gateway.route_table

promise: setup ## Promise the contracts as they are: from then on they only grow
	@$(BIN)/python -m deploy.checks.breaking --promise

COMPILE := uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-header --no-emit-index-url --no-annotate --upgrade

lock: setup ## Resolve the dependencies again
	@$(COMPILE) --all-extras pyproject.toml -o requirements.lock
	@$(COMPILE) bootstrap.in -o bootstrap.lock
	@$(COMPILE) tests/load/peers.in -o tests/load/peers.lock

dist: setup ## Build the wheels of the contracts and the client
	@for part in contracts client; do $(BIN)/python -m pip wheel -q --no-deps --no-build-isolation -w dist libs/$$part; done; ls dist

clean: ## Remove what was built, but not var/ with its data
	@rm -rf .venv .state dist build .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -prune -exec rm -rf {} +

.state/setup: requirements.lock bootstrap.lock $(wildcard libs/*/pyproject.toml libs/stylometry/kernels/*.py libs/stylometry/kernels/*/*.py)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Say which: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || { echo "Making the virtual environment in .venv ..."; $(PYTHON) -m venv .venv; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r bootstrap.lock
	@echo "Installing the locked dependencies ..."
	@uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation $(patsubst %/pyproject.toml,-e %,$(wildcard libs/*/pyproject.toml))
	@echo "Compiling the loops over texts, once ..."
	@$(BIN)/python -m compileall -q libs services gateway deploy
	@$(BIN)/python -m libs.stylometry.preload
	@mkdir -p .state && touch $@

.PHONY: help run stop status setup test lint generate check-generated format bench fit language migration routes promise lock dist clean
