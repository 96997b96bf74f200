#!/bin/sh
# container.sh ENGINE COMMAND [ARGUMENT...]: netknee in a container of podman or docker; what it leaves stands in ./results and is
# the caller's. The image is built when there is none of these sources yet. The container has no network and no capability;
# /dev/kvm is given to it where it opens.
#
#   BUILD_OPTIONS  further words for the engine's build, such as --build-arg BASE=localhost/my-debian
set -eu
engine=$1
shift
cd "$(dirname "$0")/.."
if ! said=$("$engine" info 2>&1); then
	echo "netknee: $engine does not answer:" >&2
	echo "$said" | tail -n 5 >&2
	echo "  remedy: install podman (https://podman.io) or docker, start it, and say ENGINE=podman or ENGINE=docker" >&2
	exit 69
fi

# -------- the image, named after all that it is made of

digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }
sources() {
	echo "${BUILD_OPTIONS:-}"
	find Containerfile .dockerignore Makefile Vagrantfile LICENSE package.json package-lock.json tsconfig.json \
		tsconfig.build.json ci harness scenarios -type f ! -name '*.test.ts' ! -name '*.testing.ts' ! -path '*/fixtures/*' |
		LC_ALL=C sort | while read -r file; do
		echo "$file"
		cat "$file"
	done
}
image=localhost/netknee:$(sources | digest | cut -c 1-16)

# What a manifest says of the project: the container has no repository.
commit() {
	if top=$(git rev-parse --show-toplevel 2>/dev/null) && [ "$top" = "$(pwd -P)" ]; then
		changed=$(git status --porcelain --untracked-files=no)
		printf '{"commit":"%s","dirty":%s}' "$(git rev-parse HEAD)" "$([ -z "$changed" ] && echo false || echo true)"
	fi
}

if ! "$engine" image inspect "$image" >/dev/null 2>&1; then
	echo "building $image, once: packages, guest, kernels and builds take some ten minutes"
	# shellcheck disable=SC2086 # a list of words
	"$engine" build --file Containerfile --tag "$image" --build-arg "COMMIT=$(commit)" ${BUILD_OPTIONS:-} .
fi

# -------- the container

mkdir -p results
# label=disable: a machine with SELinux lets the container write the results folder, which is not labelled anew.
set -- "$image" "$@"
set -- --rm --network none --cap-drop all --security-opt no-new-privileges --security-opt label=disable \
	--volume "$PWD/results:/work/results" "$@"
if [ -f netknee.config.yaml ]; then
	set -- --volume "$PWD/netknee.config.yaml:/work/netknee.config.yaml:ro" "$@"
fi

# podman's root is the caller, in a user namespace or not; so is a rootless docker's. Another docker's is the machine's root.
case $("$engine" --version) in
*podman*)
	# The groups that a user opens /dev/kvm by; of the runtimes crun alone keeps them.
	groups=
	if [ "$("$engine" info --format '{{.Host.OCIRuntime.Name}}')" = crun ]; then groups=keep-groups; fi
	;;
*)
	groups=$(stat -c %g /dev/kvm 2>/dev/null || true)
	case $("$engine" info --format '{{.SecurityOptions}}') in
	*rootless*) ;;
	*) set -- --user "$(id -u):$(id -g)" "$@" ;;
	esac
	;;
esac
if (: <>/dev/kvm) 2>/dev/null; then
	if [ "$(id -u)" -ne 0 ] && [ -n "$groups" ]; then set -- --group-add "$groups" "$@"; fi
	set -- --device /dev/kvm "$@"
fi
if [ -t 0 ] && [ -t 1 ]; then set -- --interactive --tty "$@"; fi
exec "$engine" run "$@"
