#!/bin/sh
# SPDX-License-Identifier: MIT
# remote-end.sh FOLDER [keep]: ends what remote-trial.sh still runs, with every process of its namespaces, and removes FOLDER
# unless it is to be kept.
# Exit: 0 done, 1 something is still there
folder=$1
pid=$(cat "$folder/pid" 2>/dev/null)
# The pid may be another process's by now; ours has the folder among its words.
ours() { tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF "$folder"; } 2>/dev/null
if [ -n "$pid" ] && ours; then
	kill -s KILL "$pid"
	tries=0
	while ours && [ "$tries" -lt 50 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	if ours; then
		echo "process $pid of the trial is still there" >&2
		exit 1
	fi
fi
if [ "${2:-}" = keep ]; then exit 0; fi
rm -rf "$folder"
[ ! -e "$folder" ]
