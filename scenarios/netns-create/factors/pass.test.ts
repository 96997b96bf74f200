import assert from 'node:assert/strict';
import type { Trial } from '../../../harness/index.js';
import { assertOrder, scheduled, spawned, titled } from '../../../harness/kit/steps.testing.js';
import { allTrialsOf } from '../../trials.testing.js';
import { recorded, valuesOf } from '../recorded.testing.js';
import scenario from '../scenario.js';
import { parseParallel } from './operations.js';

const adds = (...spawns: [start: number, duration: number, exit?: number][]) => spawned('control', ...spawns);
const timesOf = (stdout: string) =>
  parseParallel(stdout, 2).flatMap(({ metric, value }) =>
    metric === 'parallel_create_latency' ? [value] : [],
  );
const throughputOf = (stdout: string) => valuesOf(parseParallel(stdout, 2)).create_throughput!;

describe('parallel adds', () => {
  it('have a throughput from the first start to the last end, whoever began and ended', () => {
    const output = `@@ creator-1\n${adds([5e9, 1e9], [6e9, 3e9])}@@ creator-2\n${adds([4e9, 1e9], [5e9, 1e9])}`;
    assert.deepEqual(timesOf(output), [1e9, 3e9, 1e9, 1e9]);
    assert.equal(throughputOf(output), 4 / 5);
  });

  it('are read as a guest of the wall clock printed them, added up by hand', () => {
    const output = recorded('real-parallel-add-by-2-of-control-at-200');
    const times = timesOf(output);
    assert.deepEqual([times.length, times.reduce((a, b) => a + b)], [24, 3652439777]);
    assert.equal(throughputOf(output).toFixed(4), '8.0008');
  });

  it('are nothing when one failed, or a creator is missing', () => {
    const [failed, alone] = [adds([0, 1], [1, 1, 1]), adds([0, 1])].map((text) => `@@ creator-1\n${text}`);
    assert.throws(() => parseParallel(failed!, 1), /1 of 2 commands failed/);
    assert.throws(() => parseParallel(alone!, 2), /1 creators where 2 are due/);
  });
});

describe('the factors pass', () => {
  const all = allTrialsOf(scenario).filter(({ pass }) => pass === 'factors');
  const trials = all.filter(({ init }) => init === undefined);
  const stepsOf = (trial: Trial) => scenario.passes!.find(({ name }) => name === 'factors')!.steps(trial);

  it('shares the same adds among 1, 2, 4 and 8 creators, and deletes what they made', () => {
    assert.ok(trials.length > 0);
    for (const trial of trials) {
      for (const creators of [1, 2, 4, 8]) {
        const step = titled(stepsOf(trial), `add by ${creators} of reverted at ${trial.levels[0]}`);
        const [deleted, ...added] = step.argv
          .slice(2)
          .map((path) => scheduled(step, path).map((line) => line.split('\t').at(-1)));
        assert.equal(added.length, creators);
        assert.equal(new Set(added.flat()).size, 24);
        assert.deepEqual(added.flat().sort(), deleted!.sort());
      }
    }
  });

  it('measures each condition by the same variants, and leaves none of it to the next level', () => {
    for (const trial of trials) {
      for (const level of trial.levels) {
        const due = [
          ...['ordinary fill to', 'add ordinary at', 'assign nsid at', 'add nsid at', 'empty after nsid at'],
          ...['veth fill to', 'make pairs at', 'add veth at', 'empty after veth at', 'make run private at'],
          ...['private-run fill to', 'add private-run at', 'empty after private-run at'],
          ...['make run shared at', 'prepare again at'],
        ].map((title) => `${title} ${level}`);
        assertOrder(stepsOf(trial), due);
      }
    }
  });

  it('asks the same of a machine with systemd, once it is sure of that', () => {
    const others = all.filter(({ init }) => init === 'systemd');
    assert.equal(others.length, trials.length);
    for (const [i, trial] of others.entries()) {
      assert.deepEqual(trial.levels, trials[i]!.levels);
      assert.match(stepsOf(trial)[0]!.argv.join(' '), /systemd \/proc\/1\/comm$/);
      for (const level of trial.levels) {
        const systemd = titled(stepsOf(trial), `add systemd at ${level}`);
        const ordinary = titled(stepsOf(trials[i]!), `add ordinary at ${level}`);
        assert.deepEqual(systemd.factors, { namespaces: level, condition: 'systemd' });
        const output = adds([0, 7]);
        assert.deepEqual(systemd.parse!(output), ordinary.parse!(output));
      }
    }
  });
});
