# SPDX-License-Identifier: MIT
# Sourced: prints who estimates, `timer` or `threads` (Linux 6.2 and later), and what net.ipv4.vs.run_estimation is, or
# `absent`. A kernel without the knob can't be measured with estimation off: exits well, with nothing more, when that is
# asked for.
echo '@@ estimation-by'
if [ -e /proc/sys/net/ipv4/vs/est_nice ]; then echo threads; else echo timer; fi
knob=/proc/sys/net/ipv4/vs/run_estimation
echo '@@ run-estimation'
if [ -e "$knob" ]; then
	cat "$knob"
else
	echo absent
	if [ "$1" -eq 0 ]; then exit 0; fi
fi
