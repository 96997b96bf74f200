# SPDX-License-Identifier: MIT
# Runs the steps of a bundle and streams what they wrote as framed records on stdout. POSIX sh; sourced by
# the bundle's run.sh. Each record is written by bin/frame: kind, name, length, checksum, payload.
#   begin TRIAL   fact NAME   start STEP   out STEP   err STEP   status STEP   log kernel   end TRIAL
PATH=$PWD/bin:$PWD/guest:$PATH:/usr/sbin:/sbin
LC_ALL=C
export PATH LC_ALL
work=$(mktemp -d "${TMPDIR:-/tmp}/netknee-work.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

uptime_s() { cut -d' ' -f1 /proc/uptime; }

begin() {
	trial=$1
	dmesg 2>/dev/null | tail -n 1 >"$work/last-line"
	printf '%s\n' "$2" | frame begin "$trial"
}

# fact NAME COMMAND...: what the machine is; a command that fails leaves an empty fact.
fact() {
	fact_name=$1
	shift
	"$@" 2>/dev/null | frame fact "$fact_name"
}

# With align_ms set, each step begins at a whole multiple of it: on the instruction clock the time that the host takes over
# a record must not decide how a step meets the tick.
# step ID DEADLINE abort|continue TITLE COMMAND...
step() {
	id=$1 deadline=$2 on_failure=$3 title=$4
	shift 4
	printf '%s\n' "$title" | frame start "$id"
	if [ -n "${align_ms:-}" ]; then align "$align_ms"; fi
	started=$(uptime_s)
	timeout -k 5 "$deadline" "$@" </dev/null >"$work/out" 2>"$work/err"
	code=$?
	frame out "$id" "$work/out"
	if [ -s "$work/err" ]; then frame err "$id" "$work/err"; fi
	printf 'exit=%s\nstarted_s=%s\nended_s=%s\n' "$code" "$started" "$(uptime_s)" | frame status "$id"
	echo "netknee: $id exit $code" >&2
	if [ "$code" -ne 0 ] && [ "$on_failure" = abort ]; then end "aborted by $id"; fi
}

# What the kernel said: all of it, or, with NETKNEE_LOG=trial, what came since the trial began. What stands on the console is
# less: `quiet` keeps warnings from it, since writing them there takes time.
kernel_log() {
	dmesg >"$work/dmesg" 2>/dev/null || return 0
	from=
	if [ "${NETKNEE_LOG:-}" = trial ]; then
		from=$(grep -nxFf "$work/last-line" "$work/dmesg" | tail -n 1 | cut -d: -f1)
	fi
	tail -n "+$((${from:-0} + 1))" "$work/dmesg" >"$work/kernel-log"
	frame log kernel "$work/kernel-log"
}

# end RESULT: the last record; without it the trial did not finish.
end() {
	kernel_log
	fact modules-after sh -c 'cut -d" " -f1-3 /proc/modules | sort'
	printf '%s\n' "$1" | frame end "$trial"
	if [ "$1" = complete ]; then exit 0; fi
	exit 1
}
