import assert from 'node:assert/strict';
import { scheduled, titled } from '../../harness/kit/steps.testing.js';
import { contractOfSteps, trialsOf } from '../trials.testing.js';
import scenario from './scenario.js';

describe('steps of link-count', () => {
  contractOfSteps(scenario);
  const trial = trialsOf(scenario)[0]!;
  const steps = scenario.steps(trial);

  it('asks with every build at every level, where the interfaces are together and where they are spread', () => {
    for (const level of trial.levels) {
      for (const variant of ['stock', 'upstream']) {
        for (const [placement, namespace] of [
          ['together', 'netknee-together'],
          ['spread', 'netknee-spread-0'],
        ]) {
          const step = titled(steps, `show_time at ${level} ${variant} link-one ${placement}`);
          assert.deepEqual(step.argv.slice(0, 4), ['sh', 'guest/inside.sh', namespace, 'spawn-time']);
          const [first] = scheduled(step);
          assert.deepEqual(first!.split('\t').slice(2), [
            `variants/${variant}/ip`,
            ...['link', 'show', 'dev', 'netknee0'],
          ]);
        }
      }
    }
  });
});
