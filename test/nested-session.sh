#!/bin/sh
# What the nested guest does with netknee (nested-init.sh runs it): KVM is there, goes away and comes back. Every command's
# output stands in /out under its name, its exit code in /out/NAME.code.
modprobe kvm_amd

# call NAME WORD...: netknee with these words.
call() {
	name=$1
	shift
	code=0
	node dist/harness/cli.js "$@" >"/out/$name.out" 2>"/out/$name.err" || code=$?
	echo "$code" >"/out/$name.code"
	echo "nested: $name ended with $code after $(cut -d' ' -f1 /proc/uptime) s"
}
plan='--clock wall --profile smoke --levels 0,200 --variants upstream --boots 1 --json'

call doctor doctor --json
XDG_CACHE_HOME=/tmp/nothing-cached call doctor-uncached doctor --json

# Interrupted when the first step of its trial has ended, so that something was measured under KVM.
# shellcheck disable=SC2086 # a list of words
node dist/harness/cli.js run netns-create $plan --out /out/run >/out/begun.out 2>/out/begun.err &
pid=$!
until grep -q '"type":"step".*"done":[1-9]' /out/begun.out; do
	kill -0 $pid || break
	sleep 0.5
done
kill -INT $pid
code=0
wait $pid || code=$?
echo "$code" >/out/begun.code
echo "nested: begun ended with $code after $(cut -d' ' -f1 /proc/uptime) s"
run=$(echo /out/run/*)

rmmod kvm_amd kvm
call doctor-without doctor --json
# The node of a module that is gone: it is there, and does not open.
mknod /dev/kvm c 10 232
call doctor-stale doctor --json
rm /dev/kvm
call refused run --resume "$run" --json
# A guest that is emulated twice boots for minutes: how it would be run is to be seen, not what it measures.
# shellcheck disable=SC2086 # a list of words
call emulated run netns-create $plan --timeout 1 --out /out/emulated

modprobe kvm_amd
call resumed run --resume "$run" --json
ls -R /root/.local/state/netknee >/out/state.txt
