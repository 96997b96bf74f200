import assert from 'node:assert/strict';
import { pairBoots } from './pairing.js';
import { rowsOf } from './rows.testing.js';

const medians = (boots: readonly { median: number }[]) => boots.map(({ median }) => median);

describe('pairBoots', () => {
  it('pairs the boots that measured both and drops the others', () => {
    const [a, b] = rowsOf({ variant: 'a', boots: [1, 2, 3] }, { variant: 'b', boots: [10, 20] });
    const arms = pairBoots(a!, b!);
    assert.equal(arms.design, 'paired');
    assert.deepEqual(
      [medians(arms.over), medians(arms.under)],
      [
        [1, 2],
        [10, 20],
      ],
    );
  });

  it('keeps boots of different machines, and of two runs, apart', () => {
    const cells = rowsOf(
      { kernel: '5.10', machine: 'x', boots: [1, 2] },
      { kernel: '6.1', machine: 'y', boots: [3] },
    );
    const arms = pairBoots(cells[0]!, cells[1]!);
    assert.deepEqual([arms.design, arms.over.length, arms.under.length], ['independent', 2, 1]);
    const [a, b] = rowsOf({ variant: 'a', boots: [1] }, { variant: 'b', boots: [2] });
    assert.equal(pairBoots(a!, b!, false).design, 'independent');
  });
});
