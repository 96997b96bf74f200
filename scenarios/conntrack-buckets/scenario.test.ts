import assert from 'node:assert/strict';
import { assertOrder, titled } from '../../harness/kit/steps.testing.js';
import { contractOfSteps, trialsOf } from '../trials.testing.js';
import scenario from './scenario.js';

describe('steps of conntrack-buckets', () => {
  contractOfSteps(scenario);
  const trial = trialsOf(scenario)[0]!;
  const steps = scenario.steps(trial);

  it('fills the table, makes it many, few or full, and connects then', () => {
    for (const [i, level] of trial.levels.entries()) {
      const previous = trial.levels[i - 1] ?? 0;
      assert.deepEqual(titled(steps, `reach at ${level}`).argv.slice(2), [`${previous}`, `${level}`]);
      for (const table of ['many', 'few', 'full']) {
        const at = `at ${level} ${table}`;
        assertOrder(steps, [
          `reach at ${level}`,
          `table ${at}`,
          `connect_latency ${at}`,
          `lookup_time ${at}`,
        ]);
      }
    }
  });
});
