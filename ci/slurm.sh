#!/bin/sh
# slurm.sh SHARDS [ARGUMENT...]: one plan as a Slurm array of SHARDS tasks, and a job that merges them once all have
# ended well. ARGUMENTs go to `netknee run`. Prints the id of the merging job.
#
#   OUT=/shared/netknee sh ci/slurm.sh 10 --profile standard
#
# Each task reads its part of the plan from Slurm's own SLURM_ARRAY_TASK_ID, _MIN and _COUNT; --shard is not needed. A
# task that Slurm requeues goes on where it stopped. To run one that failed again, say which shard it is, because an
# array of one task would take itself for the whole plan:
#
#   sbatch --wrap='netknee run --profile standard --out /shared/netknee --shard 7/10'
#
#   OUT            a folder that all nodes share, for this plan alone (default: results/slurm); the whole is OUT/merged
#   NETKNEE        how netknee is called (default: netknee), words of a shell
#   NETKNEE_CPUS   CPUs a task (default: 2): the wall clock's guests have two, the instruction clock runs that many at a time
#   NETKNEE_MB     memory a task (default: 5000): each guest has 2 GB
#
# Call `netknee bake` on a node first: the tasks then find the image in the cache (XDG_CACHE_HOME, on the shared file
# system) and fetch nothing. Nodes whose CPUs differ should not share a plan of the wall clock; --constraint chooses.
set -eu
shards=${1:?how many shards?}
shift
out=${OUT:-results/slurm}
netknee=${NETKNEE:-netknee}
cpus=${NETKNEE_CPUS:-2}
mkdir -p "$out/logs"

# The arguments as words of a shell again: sbatch takes a script, not words.
quoted=
for word in "$@"; do
	quoted="$quoted '$(printf %s "$word" | sed "s/'/'\\\\''/g")'"
done

# --exclusive=user keeps others' load off the node; the instruction clock does not need it.
array=$(sbatch --parsable --job-name=netknee --array="1-$shards" --ntasks=1 --requeue \
	--cpus-per-task="$cpus" --mem="${NETKNEE_MB:-5000}" --output="$out/logs/shard-%a.log" \
	--wrap="exec $netknee run $quoted --out '$out' --jobs $cpus")

# afterok: when a shard fails the merge is cancelled, and the shards stay for a second try or `netknee merge --partial`.
sbatch --parsable --job-name=netknee-merge --dependency="afterok:$array" --kill-on-invalid-dep=yes \
	--ntasks=1 --mem=1000 --output="$out/logs/merge.log" \
	--wrap="exec $netknee merge '$out'/*.shard-*-of-$shards --out '$out/merged'"
