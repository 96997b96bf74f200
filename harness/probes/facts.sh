# SPDX-License-Identifier: MIT
# What a reader needs to know of the machine a trial ran on. Sourced by the bundle's run.sh.
fact kernel uname -srvm
fact command-line cat /proc/cmdline
fact cpu-model sh -c 'sed -n "s/^model name[^:]*: //p" /proc/cpuinfo | sort | uniq -c'
fact cpus-possible cat /sys/devices/system/cpu/possible
fact cpus-online cat /sys/devices/system/cpu/online
fact clock-source cat /sys/devices/system/clocksource/clocksource0/current_clocksource
fact memory grep -E '^(MemTotal|MemFree|MemAvailable|Slab|Percpu|SwapTotal):' /proc/meminfo
fact sysctls sysctl fs.mount-max user.max_net_namespaces kernel.randomize_va_space kernel.timer_migration \
	vm.overcommit_memory vm.swappiness net.core.netdev_budget
fact mitigations grep -r . /sys/devices/system/cpu/vulnerabilities
fact modules sh -c 'cut -d" " -f1-3 /proc/modules | sort'
fact mounts findmnt -rno TARGET,FSTYPE,PROPAGATION
fact init sh -c 'tr "\0" " " </proc/1/cmdline'
fact load cat /proc/loadavg
fact distribution cat /etc/os-release
# Versions stand in the image's list of packages: a tool asked for its own may change the machine (ipvsadm loads ip_vs).
fact packages sh -c 'cut -d" " -f3 /etc/netknee-packages'
