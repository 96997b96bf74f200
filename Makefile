# netknee: `make bench` measures, `make test` tests; both set up what they need first. `make bench ENGINE=podman` (or docker)
# measures in a container and needs nothing here but make and the engine.

PROFILE ?= quick
PROVIDER ?=
# Machines that are not baked have the wall clock alone.
CLOCK ?= $(if $(PROVIDER),wall,both)
SCENARIOS ?=
JOBS ?= auto
ENGINE ?=
# Further words for the engine's build; see docs/container.md.
BUILD_OPTIONS ?=
export BUILD_OPTIONS

NETKNEE := $(if $(ENGINE),sh ci/container.sh $(ENGINE),node dist/harness/cli.js)

# What a run calls. Guests are of the host's kind of processor.
QEMU_PACKAGES := $(if $(filter aarch64 arm64,$(shell uname -m)),qemu-system-arm qemu-efi-aarch64,qemu-system-x86)
PACKAGES := $(QEMU_PACKAGES) qemu-utils mmdebstrap gpg debian-archive-keyring e2fsprogs kmod dpkg-dev util-linux mount openssh-client git tar uidmap
# What the tests compile in-guest programs and LaTeX tables with, check exports against, and drive for real.
TEST_PACKAGES := gcc gdb libc6-dev texlive-latex-base texlive-latex-recommended hyperfine libxml2-utils python3-junitparser \
	parallel slurmctld slurmd slurm-client munge shellcheck libarchive-tools openssh-server procps gpg-agent \
	chromium vagrant vagrant-libvirt libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients seabios ipxe-qemu podman crun netavark slirp4netns

.PHONY: bench test nightly unit build doctor setup rights packages test-setup lint clean calibrate laws aa bench-report

# Machines that Vagrant makes, or that ssh reaches, take nothing of this one but Node, ssh and Vagrant.
bench: $(if $(ENGINE),,$(if $(filter vagrant ssh,$(PROVIDER)),build,setup))
	$(NETKNEE) run $(SCENARIOS) --profile $(PROFILE) --clock $(CLOCK) --jobs $(JOBS) $(if $(PROVIDER),--provider $(PROVIDER)) $(ARGS)

# -------- set-up

build: dist/.built

node_modules/.installed: package.json package-lock.json
	npm ci --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

dist/.built: node_modules/.installed $(shell find harness scenarios -name '*.ts' -not -name '*.test.ts') tsconfig.json tsconfig.build.json
	rm -rf dist
	npm run --silent build
	@touch $@

setup: rights packages build

# Before npm has fetched anything.
rights:
	@sh ci/rights.sh

packages:
	@sh ci/packages.sh $(PACKAGES)

test-setup: build
	@sh ci/packages.sh $(PACKAGES) $(TEST_PACKAGES)

doctor: $(if $(ENGINE),,build)
	$(NETKNEE) doctor

# -------- tests

lint: node_modules/.installed
	npm run --silent lint
	npm run --silent typecheck
	@sh ci/instructions.sh

# The folder of a new scenario: make scenario NAME=my-scenario
scenario: build
	$(NETKNEE) new $(NAME)

# Everything: pure code, in-guest programs on this host, and real guests.
test: test-setup lint
	npm test --silent

# What takes longer than a push may: other machines' programs, VirtualBox among them.
nightly: test-setup
	npm run --silent test:nightly

# What needs no guest: seconds.
unit: node_modules/.installed
	npm run --silent test:unit

# -------- what the statistics and the report promise

# Simulates experiments whose truth is known and rewrites docs/calibration.md: minutes.
calibrate: node_modules/.installed
	npx --no-install tsx ci/calibrate.ts

# What `netknee check` predicts by, from results/example: rewrites scenarios/*/laws.json.
laws: node_modules/.installed
	npx --no-install tsx ci/laws.ts

# Measures the default plan twice and one variant under two names: rewrites docs/aa.md; thrice the time of `make bench`.
aa: setup
	npx --no-install tsx ci/aa.ts && npx --no-install tsx ci/twins.ts

# Time and memory of `netknee report` over a million observations.
bench-report: build
	npx --no-install tsx ci/bench-report.ts

clean: build
	$(NETKNEE) clean
