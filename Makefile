# The verbs of Pantheon. `make demo` shows it at work, `make test` checks it.
PYTHON ?= python3
STAGE  ?= dev
ARGS   ?=
CASES  ?= 100000
TARGET ?= all
SECONDS ?= 60
TOOLS   = .venv/bin/python -m tests.tools

.DEFAULT_GOAL := help
.PHONY: help setup build up down demo test bench schemathesis fuzz lint openapi deploy

help: ## Lists these verbs.
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: ## Installs the pinned Python tools into .venv, unless they are there.
	@$(PYTHON) -m tests.tools.setup

build: setup ## Builds every function for this machine.
	@$(TOOLS) build

up: setup ## Starts the platform on a local AWS and says where it answers.
	@$(TOOLS) up

down: setup ## Stops it.
	@$(TOOLS) down

demo: setup ## Starts it, discovers the demo organization, shows what was found. ARGS=--once exits after.
	@$(TOOLS) demo $(ARGS)

test: setup ## Runs every check and every test.
	@$(TOOLS) test

bench: setup ## Measures cold and warm starts, sizes, and a scan. ARGS=--release builds as for AWS too.
	@$(TOOLS) bench $(ARGS)

schemathesis: setup ## Tries the whole API with generated requests: make schemathesis CASES=100000.
	@CASES=$(CASES) .venv/bin/python -m pytest -q -rA tests/local/test_schemathesis.py

fuzz: setup ## Has libFuzzer try to break a parser: make fuzz TARGET=cursor SECONDS=60; TARGET=all tries each.
	@.venv/bin/python -m tests.fuzz $(TARGET) $(SECONDS)

lint: setup ## Checks the templates only.
	@$(TOOLS) lint

openapi: ## Writes docs/openapi.json and events/schemas again, from the code.
	@UPDATE=1 cargo test --quiet --workspace --test contract -- the_description_is_made schemas_are_made the_table_of_roles

deploy: setup ## Deploys to AWS with your credentials: make deploy STAGE=prod ARGS="AdministratorEmail=you@example.com".
	@$(TOOLS) deploy --stage $(STAGE) $(ARGS)
