#!/bin/sh
# parallel.sh SHARDS [ARGUMENT...]: one plan in SHARDS parts by GNU parallel, merged into one results folder. ARGUMENTs
# go to `netknee run`:
#
#   NETKNEE_HOSTS=a,b,c OUT=/shared/netknee sh ci/parallel.sh 3 netns-create --clock wall --boots 6
#
# It is for several machines. One alone gains nothing: `netknee run --jobs auto` does the instruction clock side by side, and trials
# of the wall clock must not share CPUs. A shard that fails stops no other; a second call goes on where each one stopped.
#
#   NETKNEE_HOSTS  machines for ssh, with netknee in the PATH (default: this one alone)
#   OUT            a folder that all machines share, for this plan alone (default: results/parallel); the whole is OUT/merged
#   NETKNEE        how netknee is called (default: netknee), words of a shell
#   NETKNEE_JOBS   shards at a time on each machine (default: 1)
set -eu
shards=${1:?how many shards?}
shift
out=${OUT:-results/parallel}
netknee=${NETKNEE:-netknee}

# The arguments as words of a shell again: parallel runs a line, not words.
quoted=
for word in "$@"; do
	quoted="$quoted '$(printf %s "$word" | sed "s/'/'\\\\''/g")'"
done

# {} is the number of the shard. Without ssh, NETKNEE_SHARDS in the environment would do instead of --shard: netknee reads
# its place among them from the PARALLEL_SEQ that parallel sets.
seq "$shards" | parallel --will-cite --jobs "${NETKNEE_JOBS:-1}" --line-buffer --tagstring 'shard {}' \
	${NETKNEE_HOSTS:+--sshlogin "$NETKNEE_HOSTS" --workdir .} \
	"$netknee run $quoted --out '$out' --shard {}/$shards"

$netknee merge "$out"/*.shard-*-of-"$shards" --out "$out/merged"
