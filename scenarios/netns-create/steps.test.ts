import assert from 'node:assert/strict';
import type { Trial } from '../../harness/index.js';
import { assertOrder, scheduled, titled } from '../../harness/kit/steps.testing.js';
import { contractOfSteps, trialsOf } from '../trials.testing.js';
import scenario from './scenario.js';

describe('steps of netns-create', () => {
  contractOfSteps(scenario);
  const trials = trialsOf(scenario);

  it('adds and deletes with every variant once in every round at every level', () => {
    for (const trial of trials) {
      const steps = scenario.steps(trial);
      const { length } = trial.variants;
      for (const level of trial.levels) {
        for (const action of ['add', 'delete']) {
          const line = (variant: string, round: number) =>
            `${variant}\t${round}\tvariants/${variant}/ip\tnetns\t${action}\tsample-${level}-${variant}-${round}`;
          const due = Array.from({ length: trial.iterations }, (_, round) =>
            trial.variants.map((variant) => line(variant, round)).sort(),
          );
          const lines = scheduled(titled(steps, `${action} at ${level}`));
          assert.equal(lines.length, trial.iterations * length);
          assert.deepEqual(
            due.map((_, round) => lines.slice(round * length, (round + 1) * length).sort()),
            due,
          );
        }
      }
    }
  });

  it('fills from each level to the next, and verifies that before it adds and deletes', () => {
    const { levels } = trials[0]!;
    const steps = scenario.steps(trials[0]!);
    const fills = steps.filter(({ argv }) => argv[0] === 'netns-fill').map(({ argv }) => argv.slice(-2));
    assert.equal(fills.length, levels.length);
    for (const [i, level] of levels.entries()) {
      assert.deepEqual(fills[i], [`${levels[i - 1] ?? 0}`, `${level}`]);
      const due = ['fill to', 'verify', 'state at', 'add at', 'delete at'].map((what) => `${what} ${level}`);
      assertOrder(steps, due);
    }
  });

  it('counts the system calls of every variant at every level, in some boot of every profile', () => {
    const counts = (trial: Trial) => {
      const titles = scenario.steps(trial).map(({ title }) => title);
      return trial.levels.every((level) =>
        trial.variants.every((variant) => titles.includes(`calls of ${variant} at ${level}`)),
      );
    };
    const all = scenario.factors[0]!.levels!.join();
    for (const profile of ['quick', 'standard', 'paper']) {
      const boots = trials.filter((trial) => trial.profile === profile && trial.levels.join() === all);
      assert.ok(boots.some(counts), profile);
    }
  });
});
