import { dealBlocks } from '../../design/shard.js';
import { EXIT, Failure } from '../../failure.js';
import type { Plan } from '../../types.js';
import { TimeLeft } from './time-left.js';

/**
 * A GitHub Actions matrix on one line, for `fromJSON`: a shard a job, each with its number of trials and its minutes
 * (whole, from the plan's estimates, without baking) as `matrix.trials` and `matrix.minutes`.
 *
 * @throws Failure when `count` is no number from 1 on or above the plan's number of blocks
 */
export function matrixJson(plan: Pick<Plan, 'trials'>, count: string, jobs: number): string {
  const of = /^\d+$/.test(count) ? Number(count) : 0;
  if (of < 1) {
    throw new Failure({ what: `--matrix takes a number of shards from 1, not "${count}"`, exit: EXIT.usage });
  }
  const include = dealBlocks(plan, of).map((blocks, i) => {
    const trials = blocks.flatMap((block) => block.trials);
    return {
      shard: `${i + 1}/${of}`,
      trials: trials.length,
      minutes: Math.ceil(new TimeLeft(jobs).of(trials, []) / 60),
    };
  });
  return JSON.stringify({ shard: include.map(({ shard }) => shard), include });
}
