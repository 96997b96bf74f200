import assert from 'node:assert/strict';
import * as prand from 'pure-rand';
import { fullDisks } from '../full-disk.testing.js';
import { temporaryFolder } from '../netknee.testing.js';

/** Another one refuses other writes. */
const SEED = Number(process.env.NETKNEE_SEED ?? 1);
const FIRST = 10;
const OTHERS = 20;

describe('a disk that is full', function () {
  this.timeout(600_000);

  /** The first ones, in which a folder is made and taken, and some of all. */
  const sample = (changes: number): number[] => {
    const random = prand.xoroshiro128plus(SEED);
    const others = Array.from({ length: OTHERS }, () =>
      prand.unsafeUniformIntDistribution(FIRST + 1, changes, random),
    );
    return [...new Set([...Array.from({ length: FIRST }, (_, i) => i + 1), ...others])];
  };

  for (const kind of ['full', 'full-from'] as const) {
    it(`${kind === 'full' ? 'for one write' : 'and stays it'}: is said, and the run is resumed to the same rows`, async () => {
      const { refused, of } = await fullDisks(await temporaryFolder(), kind, sample);
      console.log(`      ${refused} of ${of} writes refused; seed ${SEED}`);
      assert.ok(refused > FIRST);
    });
  }
});
