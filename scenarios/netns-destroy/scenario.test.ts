import assert from 'node:assert/strict';
import { titled } from '../../harness/kit/steps.testing.js';
import { contractOfSteps, trialsOf } from '../trials.testing.js';
import scenario from './scenario.js';

describe('steps of netns-destroy', () => {
  contractOfSteps(scenario);
  const trial = trialsOf(scenario)[0]!;
  const steps = scenario.steps(trial);

  it('deletes as many as the level says in both ways, and traces the few', () => {
    for (const level of trial.levels) {
      for (const deletion of ['apart', 'together']) {
        const at = `at ${level} ${deletion}`;
        assert.deepEqual(titled(steps, `let-go ${at}`).argv, ['let-go', `${level}`, deletion]);
        assert.equal(
          steps.some(({ title }) => title === `cleanup_time ${at}`),
          level <= 30,
        );
      }
    }
  });
});
