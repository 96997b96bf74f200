import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Trial } from '../../../harness/index.js';
import { allTrialsOf } from '../../trials.testing.js';
import scenario from '../scenario.js';
import { parseParallel } from './parse.js';

const HEADING =
  'sequence,label,iteration,count,start_ns,duration_ns,exit,user_us,system_us,minor_faults,major_faults,max_rss_kb';
const rows = (...all: [start: number, duration: number, exit?: number][]) =>
  [
    HEADING,
    ...all.map(
      ([start, duration, exit = 0], i) => `${i},control,${i},,${start},${duration},${exit},0,0,0,0,0`,
    ),
    '',
  ].join('\n');

describe('parallel adds', () => {
  it('have a throughput from the first start to the last end, whoever began and ended', () => {
    const output = `@@ creator-1\n${rows([5e9, 1e9], [6e9, 3e9])}@@ creator-2\n${rows([4e9, 1e9], [5e9, 1e9])}`;
    const all = parseParallel(output, 2);
    const of = (metric: string) => all.filter((one) => one.metric === metric).map(({ value }) => value);
    assert.deepEqual(of('parallel_create_latency'), [1e9, 3e9, 1e9, 1e9]);
    assert.deepEqual(of('create_throughput'), [4 / 5]);
  });

  it('are read as a guest of the wall clock printed them, added up by hand', () => {
    const name = '../fixtures/real-parallel-add-by-2-of-control-at-200.out';
    const all = parseParallel(readFileSync(new URL(name, import.meta.url), 'utf8'), 2);
    const times = all.filter(({ metric }) => metric === 'parallel_create_latency').map(({ value }) => value);
    assert.deepEqual([times.length, times.reduce((a, b) => a + b)], [24, 3652439777]);
    assert.equal(all.at(-1)!.value.toFixed(4), '8.0008');
    for (const { metric } of all) assert.ok(scenario.metrics.some(({ name: known }) => known === metric));
  });

  it('are nothing when one failed, or a creator is missing', () => {
    const failed = `@@ creator-1\n${rows([0, 1], [1, 1, 1])}`;
    assert.throws(() => parseParallel(failed, 1), /1 of 2 commands failed/);
    assert.throws(() => parseParallel(`@@ creator-1\n${rows([0, 1])}`, 2), /1 creators where 2 are due/);
  });
});

describe('the factors pass', () => {
  const all = allTrialsOf(scenario).filter(({ pass }) => pass === 'factors');
  const trials = all.filter(({ init }) => init === undefined);
  const stepsOf = (trial: Trial) => scenario.passes!.find(({ name }) => name === 'factors')!.steps(trial);
  const words = (file: string) =>
    file
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));

  it('shares the same adds among 1, 2, 4 and 8 creators, and deletes what they made', () => {
    assert.ok(trials.length > 0);
    for (const trial of trials) {
      const steps = stepsOf(trial);
      for (const creators of [1, 2, 4, 8]) {
        const step = steps.find(
          ({ title }) => title === `add by ${creators} of reverted at ${trial.levels[0]}`,
        )!;
        const files = step.argv.slice(2).map((name) => words(step.files![name]!));
        const names = (some: string[][][]) =>
          some
            .flat()
            .map((line) => line.at(-1))
            .sort();
        assert.equal(files.length, creators + 1);
        assert.equal(new Set(names(files.slice(1))).size, 24);
        assert.deepEqual(names(files.slice(1)), names(files.slice(0, 1)));
      }
    }
  });

  it('measures each condition by the same variants, and leaves none of it to the next level', () => {
    for (const trial of trials) {
      const titles = stepsOf(trial).map(({ title }) => title);
      for (const level of trial.levels) {
        const order = [
          `ordinary fill to ${level}`,
          `add ordinary at ${level}`,
          `assign nsid at ${level}`,
          `add nsid at ${level}`,
          `empty after nsid at ${level}`,
          `veth fill to ${level}`,
          `make pairs at ${level}`,
          `add veth at ${level}`,
          `empty after veth at ${level}`,
          `make run private at ${level}`,
          `private-run fill to ${level}`,
          `add private-run at ${level}`,
          `empty after private-run at ${level}`,
          `make run shared at ${level}`,
          `prepare again at ${level}`,
        ].map((title) => titles.indexOf(title));
        assert.equal(order.includes(-1), false);
        assert.deepEqual(
          order,
          [...order].sort((a, b) => a - b),
        );
      }
    }
  });

  it('asks the same of a machine with systemd, once it is sure of that', () => {
    const others = all.filter(({ init }) => init === 'systemd');
    assert.equal(others.length, trials.length);
    for (const [i, trial] of others.entries()) {
      assert.deepEqual(trial.levels, trials[i]!.levels);
      const steps = stepsOf(trial);
      assert.match(steps[0]!.argv.join(' '), /systemd \/proc\/1\/comm$/);
      for (const level of trial.levels) {
        const adds = (of: Trial, condition: string) =>
          stepsOf(of).find(({ title }) => title === `add ${condition} at ${level}`)!;
        assert.deepEqual(adds(trial, 'systemd').factors, { namespaces: level, condition: 'systemd' });
        assert.deepEqual(
          adds(trial, 'systemd').parse?.(rows([0, 7])),
          adds(trials[i]!, 'ordinary').parse?.(rows([0, 7])),
        );
      }
    }
  });
});
