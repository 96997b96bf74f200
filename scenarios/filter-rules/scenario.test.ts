import assert from 'node:assert/strict';
import { assertOrder, scheduled, titled } from '../../harness/kit/steps.testing.js';
import { contractOfSteps, trialsOf } from '../trials.testing.js';
import scenario from './scenario.js';

describe('steps of filter-rules', () => {
  contractOfSteps(scenario);
  const trial = trialsOf(scenario)[0]!;
  const steps = scenario.steps(trial);

  it('sets the rules of a method before it connects, and changes them last', () => {
    for (const level of trial.levels) {
      for (const method of ['legacy', 'nft', 'chain', 'set']) {
        const at = `at ${level} ${method}`;
        assertOrder(
          steps,
          ['rules', 'connect_latency', 'walk_time', 'change_time'].map((step) => `${step} ${at}`),
        );
        const changes = scheduled(titled(steps, `change_time ${at}`));
        assert.equal(changes.length, trial.iterations);
        assert.equal(
          new Set(changes.map((line) => line.split('\t').slice(2).join(' '))).size,
          changes.length,
        );
      }
    }
  });
});
