import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../harness/failure.js';
import {
  countChanges,
  type Fault,
  faultyRun,
  makeHome,
  prepareFaults,
  resultsOf,
} from './fault-at-write.testing.js';
import { inPlaces } from './places.testing.js';
import { resumeWell, textsOf } from './resumed.testing.js';

const SIDE_BY_SIDE = 3;

/**
 * Refuses writes of a run on the fake machine with ENOSPC, each in a run of its own, and resumes what is left: the message is
 * clear, and no row is lost or another.
 *
 * @param kind one write, or all from it on
 * @param choose which of so many, counted from 1
 * @returns how many were refused, and of how many
 */
export async function fullDisks(
  root: string,
  kind: Extract<Fault['kind'], 'full' | 'full-from'>,
  choose: (changes: number) => number[],
): Promise<{ refused: number; of: number }> {
  await prepareFaults();
  const whole = join(root, 'whole');
  const of = await countChanges(whole, kind);
  const expected = await textsOf(resultsOf(whole));

  async function refuse(at: number): Promise<void> {
    const home = join(root, `${kind}-${at}`);
    await makeHome(home);
    const { exitCode, stderr, signal } = await faultyRun(home, { kind, at });
    const moment = `write ${at} of ${of}, ${kind}: exit ${exitCode ?? signal}: ${stderr}`;
    assert.equal(exitCode, EXIT.io, moment);
    assert.match(stderr, /^netknee: (ENOSPC: no space left on device|'.*' can't be made)/, moment);
    assert.match(stderr, /^ {2}remedy: {3}.*\bdf\b/m, moment);
    assert.doesNotMatch(stderr, /^ +at /m, moment);
    const { manifest } = await inPlaces(home, () => resumeWell(resultsOf(home)));
    assert.ok(
      manifest.trials.length === manifest.plan.trials.length &&
        manifest.trials.every(({ status }) => status === 'done'),
      moment,
    );
    assert.deepEqual(await textsOf(resultsOf(home)), expected, moment);
    await rm(home, { recursive: true });
  }

  const chosen = choose(of);
  const queue = [...chosen];
  const worker = async (): Promise<void> => {
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) await refuse(at);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  return { refused: chosen.length, of };
}
