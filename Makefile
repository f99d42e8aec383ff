# One command each: make setup | run | test | lint | bench | lock.
# Every target first does the set-up that it needs; what is done already is not done again.
# A stamp lives in the folder that it vouches for: who deletes the folder deletes the stamp.

PYTHON := .venv/bin/python
PIP := $(PYTHON) -m pip --disable-pip-version-check -qq
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po locale/packages/*/LC_MESSAGES/django.po))
UV_VERSION := 0.13.9
COMPILE := .venv/bin/uv pip compile --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header --quiet

.NOTPARALLEL:
.PHONY: setup setup-dev run test lint bench lock system-libraries browser

setup: .venv/.run-time node_modules/.run-time $(CATALOGUES) .env system-libraries

setup-dev: .venv/.dev node_modules/.dev $(CATALOGUES) system-libraries

run: setup
	@bin/run.sh

test: setup-dev browser
	@bin/test.sh

lint: setup-dev .env
	@bin/lint.sh

bench: setup-dev
	@bin/bench.sh

lock: | $(PYTHON)
	$(PIP) install uv==$(UV_VERSION)
	$(COMPILE) requirements.in --output-file requirements.txt
	$(COMPILE) requirements-dev.in --output-file requirements-dev.txt

$(PYTHON):
	@bin/venv.sh

.venv/.run-time: requirements.txt | $(PYTHON)
	@echo "Installing the program's Python packages..."
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

.venv/.dev: requirements.txt requirements-dev.txt | $(PYTHON)
	@echo "Installing the Python packages of the program and of its tests..."
	@$(PIP) install --require-hashes -r requirements.txt -r requirements-dev.txt
	@touch .venv/.run-time $@

node_modules/.run-time: package.json package-lock.json | $(PYTHON)
	@bin/front-end.sh --omit=dev
	@touch $@

node_modules/.dev: package.json package-lock.json | $(PYTHON)
	@bin/front-end.sh
	@touch node_modules/.run-time $@

%/LC_MESSAGES/django.mo: %/LC_MESSAGES/django.po | .venv/.run-time
	.venv/bin/pybabel --quiet compile --domain django --input-file $< --output-file $@

.env: | $(PYTHON)
	@umask 077 && printf 'DEBUG=true\nSECRET_KEY=%s\n' "$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(48))')" > $@
	@echo "Wrote .env for this machine; .env.example names every setting."

system-libraries: | $(PYTHON)
	@bin/system-libraries.sh

browser:
	@bin/browser.sh
