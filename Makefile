# netknee: `make bench` measures, `make test` tests; both set up what they need first.

PROFILE ?= quick
LANE ?= both
SCENARIOS ?=

NETKNEE := node dist/harness/cli.js

# What a run calls, and what the tests compile the in-guest programs with.
PACKAGES := qemu-system-x86 mmdebstrap gpg debian-archive-keyring e2fsprogs kmod dpkg-dev util-linux openssh-client git tar uidmap
TEST_PACKAGES := gcc libc6-dev

.PHONY: bench test unit build doctor setup test-setup lint clean

bench: setup
	$(NETKNEE) run $(SCENARIOS) --profile $(PROFILE) --lane $(LANE) $(ARGS)

# -------- set-up

build: dist/.built

node_modules/.installed: package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

dist/.built: node_modules/.installed $(shell find harness scenarios -name '*.ts' -not -name '*.test.ts') tsconfig.json tsconfig.build.json
	rm -rf dist
	npm run --silent build
	@touch $@

setup: build
	@sh ci/packages.sh $(PACKAGES)

test-setup: build
	@sh ci/packages.sh $(PACKAGES) $(TEST_PACKAGES)

doctor: build
	$(NETKNEE) doctor

# -------- tests

lint: node_modules/.installed
	npm run --silent lint
	npm run --silent typecheck

# Everything: pure code, in-guest programs on this host, and real guests.
test: test-setup lint
	npm test --silent

# What needs no guest: seconds.
unit: node_modules/.installed
	npm run --silent test:unit

clean: build
	$(NETKNEE) clean
