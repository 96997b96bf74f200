import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as prand from 'pure-rand';
import { cleanLeftovers } from '../../harness/machine/vagrant/leftovers.js';
import { readJournal } from '../../harness/run/results/journal.js';
import { tidyFolder } from '../../harness/run/results/tidy-folder.js';
import {
  countChanges,
  type Fault,
  faultyRun,
  makeHome,
  placesIn,
  prepareFaults,
  resultsOf,
} from '../fault-at-write.testing.js';
import { temporaryFolder } from '../netknee.testing.js';
import { inPlaces } from '../places.testing.js';
import { resumeWell, textsOf } from '../resumed.testing.js';

/** A push has minutes; the nightly tests kill more often. */
const KILLS = Number(process.env.NETKNEE_KILLS ?? 60);
/** Another one kills at other moments. */
const SEED = Number(process.env.NETKNEE_SEED ?? 1);
const SIDE_BY_SIDE = 3;
const KINDS = ['before', 'half', 'after'] as const;

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/** Paths below a results folder that only a writer at work has. */
async function halfWritten(folder: string): Promise<string[]> {
  const names = existsSync(folder) ? await readdir(folder, { recursive: true }) : [];
  return names.filter((name) => /running\.json|\.new$|\.writing-|running\.json\./.test(name));
}

async function cleansUp(home: string): Promise<void> {
  await cleanLeftovers(tidyFolder);
  const { TMPDIR, XDG_STATE_HOME, XDG_CACHE_HOME } = placesIn(home);
  assert.deepEqual(await namesIn(TMPDIR), [], 'temporary files');
  assert.deepEqual(await namesIn(join(XDG_STATE_HOME, 'netknee/machines')), [], 'records');
  assert.deepEqual(await namesIn(join(XDG_CACHE_HOME, 'netknee/making')), [], 'half-made artifacts');
  assert.deepEqual(await halfWritten(resultsOf(home)), [], 'in the results folder');
  const besides = (await namesIn(join(home, 'out'))).filter((name) => !/^results(\.tool)?$/.test(name));
  assert.deepEqual(besides, [], 'beside the results folder');
}

describe('a run that is killed', function () {
  // Places of the whole process are others while it runs: were it given up, the tests after it would be led astray.
  this.timeout(3_600_000);
  let root: string;
  let expected: string[];
  let changes: number;

  /** Goes on with what is left, to the end; what the manifest calls done is not measured again. */
  async function resumes(home: string): Promise<void> {
    const folder = resultsOf(home);
    const { resumed, manifest, events } = await resumeWell(folder);
    assert.deepEqual(
      manifest.trials.map(({ id, status }) => `${id} ${status}`),
      manifest.plan.trials.map(({ id }) => `${id} done`),
    );
    const [plan] = events.flatMap((event) => (event.type === 'plan' ? [event] : []));
    const again = plan!.toRun.filter(({ id }) => resumed?.trials.some((record) => record.id === id) === true);
    assert.deepEqual(again, [], 'what was done is measured again');
    assert.deepEqual(await textsOf(folder), expected);
    const journal = await readFile(join(folder, 'journal.jsonl'), 'utf8');
    assert.equal(readJournal(journal).length, journal.split('\n').length - 1, 'lines of the journal');
    await cleansUp(home);
  }

  before(async () => {
    root = await temporaryFolder();
    await prepareFaults();
    const home = join(root, 'uninterrupted');
    changes = await countChanges(home, 'after');
    expected = await textsOf(resultsOf(home));
  });

  it(`leaves nothing that clean does not remove, and is resumed to the same observations, ${KILLS} times`, async () => {
    const random = prand.xoroshiro128plus(SEED);
    const below = (n: number) => prand.unsafeUniformIntDistribution(0, n - 1, random);
    let kills = 0;
    let next = 0;

    async function killed(home: string, word: 'run' | 'resume', fault: Fault): Promise<boolean> {
      const { signal, exitCode, stderr } = await faultyRun(home, fault, word);
      if (signal !== 'SIGKILL') assert.equal(exitCode, 0, stderr);
      else kills += 1;
      return signal === 'SIGKILL';
    }

    async function one(number: number): Promise<void> {
      const home = join(root, String(number));
      const [first, second] = [0, 0].map(() => ({ kind: KINDS[below(3)]!, at: 1 + below(changes) }));
      const isKilledTwice = below(4) === 0;
      await makeHome(home);
      try {
        await killed(home, 'run', first!);
        await inPlaces(home, () => cleansUp(home));
        if (isKilledTwice) {
          const aside = `${home}-aside`;
          await mkdir(aside);
          await cp(home, aside, { recursive: true });
          await inPlaces(aside, () => resumes(aside));
          await killed(home, 'resume', second!);
          await inPlaces(home, () => cleansUp(home));
          await rm(aside, { recursive: true });
        }
        await inPlaces(home, () => resumes(home));
      } catch (error) {
        const faults = [first, ...(isKilledTwice ? [second] : [])].map((fault) => JSON.stringify(fault));
        throw new Error(`NETKNEE_SEED=${SEED}, run ${number}, killed at ${faults.join(', then ')}`, {
          cause: error,
        });
      }
      await rm(home, { recursive: true });
    }

    const worker = async (): Promise<void> => {
      while (kills < KILLS) await one(next++);
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
    console.log(
      `      ${kills} kills in ${next} runs, at ${changes} changes of the file system; seed ${SEED}`,
    );
    assert.ok(kills >= KILLS);
  });
});
