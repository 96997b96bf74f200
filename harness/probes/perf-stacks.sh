#!/bin/sh
# SPDX-License-Identifier: MIT
# Samples call stacks with perf and prints them folded: each different stack once, with how often it was seen.
#
# Usage:  perf-stacks.sh HERTZ SECONDS [-C CPU] [-- COMMAND...]
#
#         Samples COMMAND and its children until it ends, for which it has SECONDS; or with -C everything on one
#         CPU, for SECONDS or until COMMAND ends. COMMAND's stdout goes to the file $NETKNEE_COMMAND_OUTPUT, or to
#         stderr. $NETKNEE_SYSCTL names another folder than /proc/sys/kernel.
#
# Event:  cpu-clock, a timer of the kernel: guests have no hardware cycles. It can't fire where interrupts are off;
#         what happens there is seen at the function that turns them on again.
# Output: `# netknee:` with settings and counts, perf's own heading after `#`, then `COMM;OUTERMOST;...;INNERMOST COUNT`.
#         Kernel frames end in `_[k]`. Folded here, because 20,000 samples are 10 MB as perf prints them: what is lost
#         are the times and addresses of single samples.
# Leaves: every setting as it was found, also after SIGINT and SIGTERM; no file.
# Exit:   0 done, 1 sampling failed or samples were lost, 2 usage, else what COMMAND exited with
set -eu

usage() {
	echo 'usage: perf-stacks.sh HERTZ SECONDS [-C CPU] [-- COMMAND...]' >&2
	exit 2
}

fail() {
	echo "perf-stacks.sh: $*" >&2
	exit 1
}

is_number() {
	case $1 in '' | 0?* | *[!0-9]*) return 1 ;; esac
}

# put NAME VALUE: one setting.
put() {
	if printf '%s\n' "$2" >"$settings/$1"; then return 0; fi
	echo "perf-stacks.sh: write $2 to $settings/$1 failed" >&2
	return 1
}

# Symbols of the kernel are hidden at 2 even from root, and a rate above the limit would be lowered silently.
set_up() {
	pointers=$(cat "$settings/kptr_restrict")
	rate=$(cat "$settings/perf_event_max_sample_rate")
	saved=yes
	if [ "$pointers" -gt 1 ]; then put kptr_restrict 1; fi
	if [ "$rate" -lt "$hertz" ]; then put perf_event_max_sample_rate "$hertz"; fi
}

restore() {
	if [ "$(cat "$settings/kptr_restrict")" != "$pointers" ]; then put kptr_restrict "$pointers" || code=1; fi
	if [ "$(cat "$settings/perf_event_max_sample_rate")" != "$rate" ]; then
		put perf_event_max_sample_rate "$rate" || code=1
	fi
}

leave() {
	code=$?
	trap '' INT TERM
	if [ -n "$waited" ]; then
		kill "$waited" 2>/dev/null || :
		wait "$waited" 2>/dev/null || :
	fi
	if [ -n "$saved" ]; then restore; fi
	rm -rf "$work"
	exit "$code"
}

# In the background, because a shell that waits for a command in the foreground handles no signal. The inner `timeout`
# is sampled too, before it calls COMMAND.
record() {
	timeout -k 5 "$((seconds + 60))" perf record --quiet --no-buildid-cache --strict-freq -m 1024 -e cpu-clock \
		-F "$hertz" -g ${cpu:+-C "$cpu"} -o "$work/data" -- timeout -k 5 "$seconds" "$@" &
	waited=$!
	code=0
	wait "$waited" || code=$?
	waited=
}

# count WORD: how many records of that kind perf wrote.
count() {
	sed -n "s/^ *$1 events: *\\([0-9]*\\).*/\\1/p" "$work/stats" | head -n 1
}

fold() {
	"$awk" '
		function end() {
			if (open) count[stack == "" ? comm : comm ";" stack]++
			open = 0
		}
		/^#/ { next }
		/^[ \t]*$/ { end(); next }
		/^[ \t]/ {
			name = $2
			for (i = 3; i <= NF; i++) name = name " " $i
			gsub(/;/, ":", name)
			if (length($1) == 16 && $1 ~ /^ffff/) name = name "_[k]"
			stack = stack == "" ? name : name ";" stack
			next
		}
		{
			end()
			comm = $0
			sub(/[ \t]+$/, "", comm)
			gsub(/;/, ":", comm)
			stack = ""
			open = 1
		}
		END {
			end()
			for (one in count) print one, count[one]
		}
	'
}

if [ $# -lt 2 ]; then usage; fi
hertz=$1
seconds=$2
shift 2
cpu=
if ! is_number "$hertz" || ! is_number "$seconds"; then usage; fi
if [ "${1:-}" = -C ]; then
	if [ $# -lt 2 ] || ! is_number "$2"; then usage; fi
	cpu=$2
	shift 2
fi
if [ $# -gt 0 ]; then
	if [ "$1" != -- ] || [ $# -lt 2 ]; then usage; fi
	shift
elif [ -n "$cpu" ]; then
	set -- sleep "$seconds"
	seconds=$((seconds + 60))
else
	usage
fi

settings=${NETKNEE_SYSCTL:-/proc/sys/kernel}
saved= waited= code=0
command -v perf >/dev/null || fail 'no perf: install linux-perf'
# Debian calls it awk by a link that the guest's tree of bare packages does not have.
awk=$(command -v awk || command -v mawk) || fail 'no awk'
work=$(mktemp -d)
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
set_up
# Its first run loads perf itself: that waits for the disk, and on the instruction clock idle time flies.
perf record --quiet --no-buildid-cache -e cpu-clock -g -o "$work/first" -- true
perf script -i "$work/first" >/dev/null
if [ -n "${NETKNEE_COMMAND_OUTPUT:-}" ]; then
	record "$@" >"$NETKNEE_COMMAND_OUTPUT"
else
	record "$@" >&2
fi
if [ ! -s "$work/data" ]; then fail "perf record exited with $code"; fi
perf report -i "$work/data" --stats >"$work/stats"
lost=$(count LOST) samples=$(count SAMPLE) throttled=$(count THROTTLE)
echo "# netknee: cpu-clock hertz=$hertz samples=${samples:-0} lost=${lost:-0} throttled=${throttled:-0}"
perf script -i "$work/data" --header-only | grep -E '^# (os release|perf version|arch|nrcpus|event)' || :
perf script -i "$work/data" -F comm,ip,sym >"$work/script"
fold <"$work/script" >"$work/folded"
LC_ALL=C sort "$work/folded"
if [ "${lost:-0}" -gt 0 ]; then fail "$lost times samples were lost: a lower frequency is needed"; fi
exit "$code"
