#!/bin/sh
# SPDX-License-Identifier: MIT
# Sets a machine back to what it was, as far as that can be told: lines of stdin, each done whatever became of the
# others. What can't be set back shows in the state that is read after this.
#   module NAME              unload it, when nothing uses it
#   load NAME                load it again
#   sysctl KEY VALUE         KEY as below /proc/sys
#   tracing FILE VALUE       a filter of several functions comes as several lines
# Run in a mount namespace of its own: tracefs may have to be mounted first.
mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null
for tracing in /sys/kernel/tracing /sys/kernel/debug/tracing; do
	if [ -e "$tracing/current_tracer" ]; then break; fi
done
cleared=
modules=
loads=
while read -r kind name value; do
	case $kind in
	module) modules="$modules $name" ;;
	load) loads="$loads $name" ;;
	sysctl) printf '%s\n' "$value" >"/proc/sys/$name" ;;
	tracing)
		if [ "$name" != set_ftrace_filter ]; then
			printf '%s\n' "$value" >"$tracing/$name"
		else
			if [ -z "$cleared" ]; then : >"$tracing/$name"; fi
			cleared=yes
			if [ -n "$value" ]; then printf '%s\n' "$value" >>"$tracing/$name"; fi
		fi
		;;
	esac
done 2>/dev/null
# One may be in use by another of them, or by a network namespace that the kernel is still taking down.
for _ in 1 2 3 4 5 6 7 8 9 10; do
	left=
	for name in $modules; do
		if [ -d "/sys/module/$name" ] && ! modprobe -r "$name" 2>/dev/null; then left=yes; fi
	done
	if [ -z "$left" ]; then break; fi
	sleep 1
done
# Those that went along with them, unused.
for name in $loads; do modprobe "$name" 2>/dev/null; done
exit 0
