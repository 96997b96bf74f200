import assert from 'node:assert/strict';
import { contractOfSteps, trialsOf } from '../trials.testing.js';
import scenario from './scenario.js';

/** One more than the published 79,000: the number of lines of `ipvsadm -L -n` was 79,004. */
const RULES = 79001;

/** Trials whose figures count: smoke stays low. */
const measuring = trialsOf(scenario).filter(({ profile }) => profile !== 'smoke');

describe('steps of ipvs-estimation', () => {
  contractOfSteps(scenario);

  it('goes to the published number of rules in every trial but those of smoke', () => {
    assert.ok(scenario.factors[0]!.levels!.includes(RULES));
    for (const { levels } of measuring) assert.equal(levels.at(-1), RULES);
  });

  it('measures the timer at every level on the instruction clock, with estimation off at least at the top', () => {
    for (const trial of measuring.filter(({ clock }) => clock === 'instructions')) {
      const titles = scenario.steps(trial).map(({ title }) => title);
      for (const rules of trial.levels) assert.ok(titles.includes(`timer at ${rules} estimation 1`));
      assert.ok(titles.includes(`timer at ${RULES} estimation 0`));
      const off = titles.filter((title) => /^timer .* estimation 0$/.test(title)).length;
      assert.ok(trial.profile === 'quick' || off === trial.levels.length);
    }
  });

  it('sends packets at every level: past the timer, to it, and steered to it, on the wall clock', () => {
    for (const trial of measuring) {
      const paths = (rules: number, asked: 0 | 1) => {
        const title = `probe at ${rules} estimation ${asked}`;
        return (
          scenario
            .steps(trial)
            .find((step) => step.title === title)
            ?.argv.slice(6) ?? []
        );
      };
      const all = trial.clock === 'instructions' ? ['same'] : ['away', 'receiver', 'rps'];
      for (const rules of trial.levels) assert.deepEqual(paths(rules, 1).sort(), all, trial.id);
      assert.ok(
        paths(RULES, 0).includes(trial.clock === 'instructions' ? 'same' : 'receiver'),
        'the treatment',
      );
    }
  });

  it('sets estimation before what is measured under it', () => {
    for (const trial of trialsOf(scenario)) {
      let standing = '';
      for (const { title, level } of scenario.steps(trial)) {
        const set = /^estimation ([01]) at/.exec(title)?.[1];
        const under = /estimation ([01])$/.exec(title)?.[1];
        if (set !== undefined) standing = `${set} at ${level}`;
        if (under !== undefined) assert.equal(standing, `${under} at ${level}`, title);
      }
    }
  });

  it('loads from each level to the next, and verifies before it measures', () => {
    for (const trial of trialsOf(scenario)) {
      const steps = scenario.steps(trial);
      const loads = steps.flatMap(({ argv }) => (argv[0] === 'ipvs-load' ? [argv.slice(1)] : []));
      assert.deepEqual(
        loads,
        trial.levels.map((rules, i) => [String(trial.levels[i - 1] ?? 0), String(rules)]),
      );
      for (const rules of trial.levels) {
        const titles = steps.filter(({ level }) => level === rules).map(({ title }) => title.split(' ')[0]);
        assert.deepEqual(titles.slice(0, 2), ['load', 'verify']);
      }
    }
  });

  it('compares ways of loading, and lists through ipvsadm, once a run', () => {
    for (const profile of ['quick', 'standard', 'paper']) {
      const all = trialsOf(scenario)
        .filter((trial) => trial.profile === profile)
        .flatMap((trial) => scenario.steps(trial));
      assert.equal(all.filter(({ title }) => title === 'compare loads').length, 1);
      assert.equal(all.filter(({ argv }) => argv.includes('listing')).length, 1);
    }
  });
});
