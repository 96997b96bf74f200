import assert from 'node:assert/strict';
import { fullDisks } from '../full-disk.testing.js';
import { temporaryFolder } from '../netknee.testing.js';

describe('a disk that is full at any write', function () {
  this.timeout(3_600_000);

  for (const kind of ['full', 'full-from'] as const) {
    it(`${kind === 'full' ? 'for this one' : 'from it on'}`, async () => {
      const every = (changes: number) => Array.from({ length: changes }, (_, i) => i + 1);
      const { refused, of } = await fullDisks(await temporaryFolder(), kind, every);
      console.log(`      ${refused} of ${of} writes refused`);
      assert.equal(refused, of);
    });
  }
});
