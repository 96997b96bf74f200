#!/bin/sh
# SPDX-License-Identifier: MIT
# Who calls a function: runs a command under gdb with a breakpoint on it, and prints the backtrace of every hit.
#
# Usage:  gdb-caller.sh FUNCTION SECONDS BACKTRACES COMMAND...
#
#         COMMAND may take SECONDS. The first BACKTRACES hits are shown; later ones are counted only. What COMMAND
#         prints on stdout is lost.
# Output: gdb's own words in sections: "@@ gdb" up to the first hit, "@@ hit-N" and the backtrace of each hit shown,
#         and how COMMAND ended, "@@ breakpoint" and gdb's count of all hits. Where gdb is not installed,
#         "# netknee: no gdb" alone (COMMAND runs even so).
# Leaves: no process and no file; it changes no setting of the machine, and gdb reads none of the user's.
# Exit:   0 done, 1 gdb failed, 2 usage, 124 COMMAND took longer; without gdb what COMMAND exited with
set -eu

usage() {
	echo 'usage: gdb-caller.sh FUNCTION SECONDS BACKTRACES COMMAND...' >&2
	exit 2
}

# The C library is not loaded before the command runs: until then the breakpoint is pending. An address is shown only
# of the breakpoint: one that stayed pending was never set, and says so there.
commands_of_gdb() {
	cat <<-END
		set breakpoint pending on
		set debuginfod enabled off
		set startup-with-shell off
		set width 0
		set print frame-arguments none
		set print address off
		set \$shown = 0
		echo @@ gdb\\n
		break $function
		commands
		  silent
		  set \$shown = \$shown + 1
		  printf "@@ hit-%d\\n", \$shown
		  backtrace
		  if \$shown == $backtraces
		    ignore 1 1000000000
		  end
		  continue
		end
		run
		set print address on
		echo @@ breakpoint\\n
		info breakpoints
	END
}

# Where the clock counts instructions, idle time flies: a machine that waits while gdb is read from the disk would see
# minutes pass. At the lowest priority, and no longer than this script lives.
keep_busy() {
	# shellcheck disable=SC2016 # the inner shell's own word
	nice -n 19 sh -c 'while kill -0 "$1" 2>/dev/null; do :; done' sh "$$" &
	busy=$!
}

# Called by trap.
# shellcheck disable=SC2317
leave() {
	code=$?
	trap '' INT TERM
	for child in $waited $busy; do kill "$child" 2>/dev/null || :; done
	rm -rf "$folder"
	exit "$code"
}

if [ $# -lt 4 ]; then usage; fi
function=$1
seconds=$2
backtraces=$3
shift 3
case $function in '' | *[!A-Za-z0-9_]*) usage ;; esac
case $seconds in '' | 0* | *[!0-9]*) usage ;; esac
case $backtraces in '' | 0* | *[!0-9]*) usage ;; esac

if ! command -v gdb >/dev/null 2>&1; then
	echo '# netknee: no gdb'
	code=0
	timeout -k 5 "$seconds" "$@" >&2 || code=$?
	exit "$code"
fi

folder=$(mktemp -d)
waited=
busy=
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
commands_of_gdb >"$folder/commands"
keep_busy
# In the background, because a shell that waits in the foreground handles no signal. gdb's end is COMMAND's too.
timeout -k 5 "$seconds" gdb -batch -nx -x "$folder/commands" --args "$@" >"$folder/said" </dev/null &
waited=$!
code=0
wait "$waited" || code=$?
waited=
cat "$folder/said"
exit "$code"
