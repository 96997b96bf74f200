#!/bin/sh
# SPDX-License-Identifier: MIT
# Adds namespaces until the machine has no more to give, and measures on the way. What was decided is kept in the folder
# $NETKNEE_PRESSURE: the trend of the adds, and why it was stopped; from then on `fill` and `add` do nothing.
#
# Usage:  pressure.sh unlimited                          lifts the kernel's own limit on namespaces, half its threads-max:
#                                                        it stands about where the memory ends, and would end it first
#         pressure.sh fill LEVEL COMMAND...              runs COMMAND, which makes LEVEL namespaces, then reads the memory
#         pressure.sh add LEVEL ADDS DELETES COMMAND...  times the schedule ADDS, removes what it made, runs COMMAND to
#                                                        wait for that, and decides whether to go on
#         pressure.sh low NAME COMMAND...                runs COMMAND when MemAvailable is below 9 % of MemTotal, once for
#                                                        each NAME; also when it was stopped
#
# Stops:  when MemAvailable is below 3 % of MemTotal; when the median add of one variant is more than 3 times what a
#         straight line through its earlier levels says, which never falls, at two levels in a row, 4 having gone
#         before; when COMMAND or an add fails for want of memory, which is while MemAvailable is below 10 %: above, it
#         is an ordinary failure.
# Output: sections `@@ limit` (what it was; empty before Linux 4.9), `@@ meminfo`, `@@ adds` (CSV of spawn-time), `@@ wait`
#         (what COMMAND of `add` says), `@@ end` (namespaces, then why) where it is stopped; `@@ stopped` (why) or `@@ not-now` where nothing is done; what
#         COMMAND of `low` says, or `@@ failed` and its last words, also when it took longer than 600 s.
# Exit:   0, also where it stops; 1 a failure that memory does not explain, 2 usage
set -eu
# A level takes 2.7 % of the memory, and perf needs 5 % to be read from the disk once only: a level lies between 9 and 6 %.
FLOOR=3 LOW=9 SHORT=10 TIMES=3 LEAST=4
# Seconds for COMMAND of `low`: reading programs again and again from the disk may have no end.
PATIENCE=600

usage() {
	echo 'usage: pressure.sh unlimited|fill|add|low ...' >&2
	exit 2
}

# percent WHOLE PERCENT
percent() { echo $(($1 * $2 / 100)); }
kb() { sed -n "s/^$1: *\\([0-9]*\\) kB\$/\\1/p" "$meminfo"; }

# stop NAMESPACES REASON
stop() {
	printf '%s\n' "$2" >"$state/stopped"
	printf '@@ end\n%s\n%s\n' "$1" "$2"
	exit 0
}

# failed NAMESPACES WHAT: the end, if memory is short.
failed() {
	available=$(kb MemAvailable)
	if [ "$available" -ge "$(percent "$(kb MemTotal)" "$SHORT")" ]; then
		echo "pressure.sh: $2 failed with $available kB available" >&2
		exit 1
	fi
	stop "$1" "$2 failed with $available kB available"
}

unlimited() {
	echo '@@ limit'
	if [ -e "$limit" ]; then
		cat "$limit"
		echo 2147483647 >"$limit"
	fi
}

count() { find "$namespaces" -mindepth 1 | wc -l; }

# trend LEVEL: adds this level's medians to the trend; prints why the add has left it, if it has.
trend() {
	touch "$state/trend"
	"$awk" -F, -v level="$1" -v times="$TIMES" -v least="$LEAST" -v trend="$state/trend" -v rows="$state/now" '
		function median(label, n,    i, j, t) {
			for (i = 2; i <= n; i++)
				for (j = i; j > 1 && value[label, j - 1] > value[label, j]; j--) {
					t = value[label, j]
					value[label, j] = value[label, j - 1]
					value[label, j - 1] = t
				}
			if (n % 2) return value[label, (n + 1) / 2]
			return (value[label, n / 2] + value[label, n / 2 + 1]) / 2
		}
		FILENAME == trend {
			last[$1] = $4
			if ($4 == "off") next
			n[$1]++
			x[$1] += $2
			y[$1] += $3
			xx[$1] += $2 * $2
			xy[$1] += $2 * $3
			next
		}
		$1 == "sequence" { next }
		{ value[$2, ++count[$2]] = $6 + 0 }
		END {
			for (v in count) {
				m = median(v, count[v])
				place = "on"
				if (n[v] >= least) {
					slope = (n[v] * xy[v] - x[v] * y[v]) / (n[v] * xx[v] - x[v] * x[v])
					# What the noise of a busy host makes fall comes back to where it was: that is no change.
					if (slope < 0) slope = 0
					due = y[v] / n[v] + slope * (level - x[v] / n[v])
					if (m > times * due) place = "off"
					if (place == "off" && last[v] == "off")
						printf "an add of %s took %.1f ms where its trend says %.1f ms, the second level in a row\n", v, m / 1e6, due / 1e6
				}
				printf "%s,%s,%.0f,%s\n", v, level, m, place >rows
			}
		}
	' "$state/trend" "$state/adds"
	cat "$state/now" >>"$state/trend"
}

fill() {
	if [ $# -lt 2 ]; then usage; fi
	shift
	if ! "$@" >"$state/fill"; then failed "$(count)" 'the filler'; fi
	echo '@@ meminfo'
	cat "$meminfo"
}

add() {
	if [ $# -lt 4 ]; then usage; fi
	level=$1 adds=$2 deletes=$3
	shift 3
	if spawn-time --count-dir "$namespaces" --pace-ms 32 "$adds" >"$state/adds"; then
		echo '@@ adds'
		cat "$state/adds"
	else
		failed "$level" 'an add'
	fi
	short=
	if [ "$(kb MemAvailable)" -lt "$(percent "$(kb MemTotal)" "$FLOOR")" ]; then
		short="MemAvailable is $(kb MemAvailable) kB of $(kb MemTotal) kB, below $FLOOR %"
	fi
	if ! spawn-time "$deletes" >"$state/deletes"; then failed "$level" 'a delete'; fi
	"$@" >"$state/waited" || :
	echo '@@ wait'
	cat "$state/waited"
	left=$(trend "$level" | head -n 1)
	if [ -n "$short$left" ]; then stop "$level" "${short:-$left}"; fi
}

# What a command that did not get through left: the filler's own are called netknee-N.
remove_others() {
	find "$namespaces" -mindepth 1 ! -name 'netknee-*' | while read -r path; do
		umount -l "$path" 2>/dev/null || :
		rm -f "$path"
	done
}

is_low() {
	[ "$(kb MemAvailable)" -lt "$(percent "$(kb MemTotal)" "$LOW")" ]
}

low() {
	if [ $# -lt 2 ]; then usage; fi
	once=$state/once-$1
	shift
	if [ -e "$once" ] || ! is_low; then
		echo '@@ not-now'
		return
	fi
	touch "$once"
	if timeout -k 5 "$PATIENCE" "$@" >"$state/low" 2>"$state/low.err"; then
		cat "$state/low"
	else
		echo '@@ failed'
		tail -n 3 "$state/low.err"
		remove_others
	fi
}

if [ $# -lt 1 ]; then usage; fi
what=$1
shift
state=${NETKNEE_PRESSURE:-/run/netknee-pressure}
meminfo=${NETKNEE_MEMINFO:-/proc/meminfo}
namespaces=${NETKNEE_NAMESPACES:-/run/netns}
limit=${NETKNEE_LIMIT:-/proc/sys/user/max_net_namespaces}
# Debian calls it awk by a link that the guest's tree of bare packages does not have.
awk=$(command -v awk || command -v mawk)
mkdir -p "$state"
case $what in
unlimited) unlimited ;;
fill | add)
	if [ -e "$state/stopped" ]; then
		echo '@@ stopped'
		cat "$state/stopped"
	else
		"$what" "$@"
	fi
	;;
low) low "$@" ;;
*) usage ;;
esac
