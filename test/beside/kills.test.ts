import assert from 'node:assert/strict';
import * as prand from 'pure-rand';
import { beside } from '../beside.testing.js';
import { KilledRun, type Moment, whatWasMeasured } from '../kills.testing.js';

const BOOTS = 3;
const RUN = [
  'run',
  'netns-create',
  '--variants',
  'upstream',
  '--clock',
  'instructions',
  '--boots',
  String(BOOTS),
];
const SHORT = ['--levels', '0,20', '--iterations', '2'];
const KILLED_RUNS = 2;
const KILLS_OF_A_RUN = 5;
/** Another one kills at other moments. */
const SEED = Number(process.env.NETKNEE_SEED ?? 1);
/** Of a trial: its start, each of its steps, its end. */
const EVENTS_OF_A_TRIAL = 22;
/** At most so long after an event: some kills are to meet what comes after it, such as the boot of the next trial. */
const LATER_MS = 1500;

const random = prand.xoroshiro128plus(SEED);
const below = (n: number) => prand.unsafeUniformIntDistribution(0, n - 1, random);

/** In the order in which a run that goes on after each of them meets them. */
const moments = (): Moment[] =>
  Array.from({ length: KILLS_OF_A_RUN }, () => ({
    trial: below(BOOTS),
    event: below(EVENTS_OF_A_TRIAL),
    laterMs: below(LATER_MS),
  })).sort((a, b) => a.trial - b.trial);

async function killed() {
  const uninterrupted = await (await KilledRun.of([...RUN, ...SHORT])).ends();
  let kills = 0;
  const rows: string[][] = [];
  for (let number = 0; kills < KILLED_RUNS * KILLS_OF_A_RUN; number++) {
    const run = await KilledRun.of([...RUN, ...SHORT]);
    for (const moment of moments()) {
      try {
        if (await run.killedAt(moment)) kills += 1;
      } catch (error) {
        const where = `NETKNEE_SEED=${SEED}, run ${number}, ${JSON.stringify(moment)}`;
        throw new Error(where, { cause: error });
      }
    }
    rows.push(whatWasMeasured((await run.ends()).observations));
  }
  return { kills, rows, expected: whatWasMeasured(uninterrupted.observations) };
}

const begun = beside(killed);

describe('a run of real guests that is killed', function () {
  this.timeout(1_800_000);

  it('leaves nothing that clean does not remove, and is resumed to the same rows, ten times', async () => {
    const { kills, rows, expected } = await begun();
    console.log(`      ${kills} kills in ${rows.length} runs of ${BOOTS} guests; seed ${SEED}`);
    assert.ok(kills >= KILLED_RUNS * KILLS_OF_A_RUN);
    assert.ok(expected.length > 0);
    for (const one of rows) assert.deepEqual(one, expected);
  });
});
