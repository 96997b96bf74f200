import assert from 'node:assert/strict';
import { scheduled, titled } from '../../harness/kit/steps.testing.js';
import { contractOfSteps, trialsOf } from '../trials.testing.js';
import scenario from './scenario.js';

describe('steps of veth-move', () => {
  contractOfSteps(scenario);
  const trial = trialsOf(scenario)[0]!;
  const steps = scenario.steps(trial);

  it('makes each pair of a burst in a namespace of its own, and removes all before the next', () => {
    for (const level of trial.levels) {
      for (const method of ['moved', 'made']) {
        const burst = titled(steps, `pair_time at ${level} ${method} 30`);
        const lines = scheduled(burst).map((line) => line.split('\t').slice(3));
        assert.deepEqual(
          lines,
          Array.from({ length: 30 }, (_, i) => ['guest/pair.sh', method, `burst${i}`, `netknee-${i}`]),
        );
        const after = steps[steps.indexOf(burst) + 1]!;
        assert.deepEqual(after.argv, ['sh', 'guest/clear.sh', 'burst', '30']);
      }
    }
  });
});
