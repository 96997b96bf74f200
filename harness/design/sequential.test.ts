import assert from 'node:assert/strict';
import type { Plan, Trial } from '../types.js';
import { endedPlan, LOOKS, MOST_BOOTS, stagesOf } from './sequential.js';

const trial = (clock: Trial['clock'], boot: number) =>
  ({ id: `${clock}.${boot}`, clock, boot, estimateS: 10 }) as Trial;
const trials = [
  trial('instructions', 1),
  trial('instructions', 2),
  ...Array.from({ length: MOST_BOOTS }, (_, i) => trial('wall', i + 1)),
];
const sequential = { looks: LOOKS };

describe('a sequential plan', () => {
  it('spends 5 % of error over all looks', () => {
    const sum = LOOKS.reduce((total, { error }) => total + error, 0);
    assert.ok(sum > 0.049 && sum <= 0.05 + 1e-12, `${sum}`);
  });

  it('is cut after each look, the instruction clock first', () => {
    const stages = stagesOf(trials, sequential);
    assert.deepEqual(
      stages.map(({ boots, trials: { length } }) => [boots, length]),
      [
        [6, 8],
        [9, 3],
        [12, 3],
        [16, 4],
        [24, 8],
      ],
    );
  });

  it('ends as what was needed', () => {
    const plan = { profile: 'quick', seed: 1, trials, estimateS: 260, sequential } as const;
    const ended: Omit<Plan, 'digest'> = endedPlan<Omit<Plan, 'digest'>>(
      { ...plan, trials: [...trials] },
      { boots: 9, because: 'decided' },
    );
    assert.deepEqual(
      [ended.trials.length, ended.estimateS, ended.sequential?.ended],
      [11, 110, { boots: 9, because: 'decided' }],
    );
  });
});
