import assert from 'node:assert/strict';
import { contractOfSteps, trialsOf } from '../trials.testing.js';
import scenario from './scenario.js';

describe('steps of netns-create', () => {
  contractOfSteps(scenario);

  it('adds and deletes with every variant once in every round at every level', () => {
    for (const trial of trialsOf(scenario)) {
      const steps = scenario.steps(trial);
      for (const action of ['add', 'delete']) {
        for (const level of trial.levels) {
          const step = steps.find(({ title }) => title === `${action} at ${level}`);
          const [text = ''] = Object.values(step?.files ?? {});
          const lines = text
            .trimEnd()
            .split('\n')
            .map((line) => line.split('\t'));
          assert.equal(lines.length, trial.iterations * trial.variants.length);
          for (let round = 0; round < trial.iterations; round++) {
            const part = lines.slice(round * trial.variants.length, (round + 1) * trial.variants.length);
            assert.deepEqual(part.map(([variant]) => variant).sort(), [...trial.variants].sort());
            for (const [variant, iteration, ...argv] of part) {
              assert.equal(iteration, String(round));
              const name = `sample-${level}-${variant}-${round}`;
              assert.deepEqual(argv, [`variants/${variant}/ip`, 'netns', action, name]);
            }
          }
        }
      }
    }
  });

  it('deletes exactly what it added, and verifies between filling and adding', () => {
    const [trial] = trialsOf(scenario);
    const steps = scenario.steps(trial!);
    const names = (action: string, level: number) =>
      Object.values(steps.find(({ title }) => title === `${action} at ${level}`)?.files ?? {})
        .join('')
        .match(/sample-\S+/g)
        ?.sort();
    for (const level of trial!.levels) {
      assert.ok((names('add', level)?.length ?? 0) > 0);
      assert.deepEqual(names('delete', level), names('add', level));
      const titles = steps.filter((step) => step.level === level).map(({ title }) => title);
      const order = ['fill to', 'verify', 'state at', 'add at', 'delete at'].map((start) =>
        titles.findIndex((title) => title.startsWith(start)),
      );
      assert.deepEqual(
        order,
        [...order].sort((a, b) => a - b),
      );
      assert.equal(order.includes(-1), false);
    }
  });

  it('fills from each level to the next', () => {
    const [trial] = trialsOf(scenario);
    const fills = scenario
      .steps(trial!)
      .flatMap(({ argv }) => (argv[0] === 'netns-fill' ? [argv.slice(-2)] : []));
    assert.deepEqual(
      fills,
      trial!.levels.map((level, i) => [String(trial!.levels[i - 1] ?? 0), String(level)]),
    );
  });

  it('counts the system calls of every variant at every level, in some boot of every profile', () => {
    for (const profile of ['quick', 'standard', 'paper']) {
      const whole = trialsOf(scenario).filter((trial) => {
        const titles = scenario.steps(trial).map(({ title }) => title);
        const due = trial.levels.flatMap((level) =>
          trial.variants.map((variant) => `calls of ${variant} at ${level}`),
        );
        return trial.profile === profile && due.every((title) => titles.includes(title));
      });
      assert.ok(
        whole.some(({ levels }) => levels.join() === scenario.factors[0]!.levels!.join()),
        profile,
      );
    }
  });
});
