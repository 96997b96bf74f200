import assert from 'node:assert/strict';
import { assertOrder, scheduled, titled } from '../../harness/kit/steps.testing.js';
import { contractOfSteps, trialsOf } from '../trials.testing.js';
import scenario from './scenario.js';

describe('steps of netns-exec', () => {
  contractOfSteps(scenario);
  const trials = trialsOf(scenario);

  it('has boots of their own for a shared /run and a private one', () => {
    for (const run of ['shared', 'private']) {
      const trial = trials.find(({ machine }) => machine?.run_mount === run)!;
      assert.deepEqual(scenario.steps(trial)[0]!.argv, ['sh', 'guest/prepare.sh', run]);
    }
  });

  it('goes to each level, and enters one namespace there by ip and by nsenter', () => {
    const trial = trials[0]!;
    const steps = scenario.steps(trial);
    for (const level of trial.levels) {
      for (const [by, program] of Object.entries({ exec: '/sbin/ip', nsenter: '/usr/bin/nsenter' })) {
        assertOrder(steps, [
          `reach at ${level}`,
          `enter_time at ${level} ${by}`,
          `copy_time at ${level} ${by}`,
        ]);
        const lines = scheduled(titled(steps, `enter_time at ${level} ${by}`));
        assert.equal(lines.length, trial.iterations);
        // As many are traced as are timed: the first is slow, and alone it would be more than a median.
        const traced = titled(steps, `copy_time at ${level} ${by}`).argv;
        assert.ok(traced.includes(String(trial.iterations)) && traced.includes(program), traced.join(' '));
        for (const line of lines) assert.equal(line.split('\t')[2], program);
      }
    }
  });
});
