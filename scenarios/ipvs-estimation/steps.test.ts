import assert from 'node:assert/strict';
import type { Trial } from '../../harness/index.js';
import { contractOfSteps, trialsOf } from '../trials.testing.js';
import { diagnosis } from './diagnosis/pass.js';
import { MITIGATIONS } from './mitigations.js';
import scenario from './scenario.js';

/** One more than the published 79,000: the number of lines of `ipvsadm -L -n` was 79,004. */
const RULES = 79001;

const trials = trialsOf(scenario);
/** Trials whose figures count: smoke stays low. */
const measuring = trials.filter(({ profile }) => profile !== 'smoke');

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
        const probe = scenario.steps(trial).find((step) => step.title === title);
        return probe?.argv.slice(6) ?? [];
      };
      const exact = trial.clock === 'instructions';
      const all = exact ? ['same'] : ['away', 'receiver', 'rps'];
      for (const rules of trial.levels) assert.deepEqual(paths(rules, 1).sort(), all, trial.id);
      assert.ok(paths(RULES, 0).includes(exact ? 'same' : 'receiver'), 'the treatment');
    }
  });

  it('sets estimation before what is measured under it', () => {
    for (const trial of trials) {
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
    for (const trial of trials) {
      const steps = scenario.steps(trial);
      const loads = steps.filter(({ argv }) => argv[0] === 'ipvs-load').map(({ argv }) => argv.slice(1));
      const due = trial.levels.map((rules, i) => [String(trial.levels[i - 1] ?? 0), String(rules)]);
      assert.deepEqual(loads, due);
      for (const rules of trial.levels) {
        const titles = steps.filter(({ level }) => level === rules).map(({ title }) => title.split(' ')[0]);
        assert.deepEqual(titles.slice(0, 2), ['load', 'verify']);
      }
    }
  });

  it('compares ways of loading, and lists through ipvsadm, once a run', () => {
    for (const profile of ['quick', 'standard', 'paper']) {
      const ofProfile = trials.filter((trial) => trial.profile === profile);
      const all = ofProfile.flatMap((trial) => scenario.steps(trial));
      assert.equal(all.filter(({ title }) => title === 'compare loads').length, 1);
      assert.equal(all.filter(({ argv }) => argv.includes('listing')).length, 1);
    }
  });

  it('asks for the livepatch last of all mitigations: the timer does not come back', () => {
    assert.equal(MITIGATIONS.at(-1), 'livepatch');
  });

  it('diagnoses at the highest level alone: packets on the wall clock, the timer’s CPU after estimation was turned on', () => {
    const trial = { clock: 'wall', profile: 'standard', levels: [0, RULES], seed: 1 } as Trial;
    const asked = (of: Trial, rules: number) =>
      diagnosis.steps(of).flatMap(({ level, argv }) => (level === rules ? [argv.slice(1).join(' ')] : []));
    const cpu = ['guest/estimation.sh 1', 'guest/timer-graph.sh 997 10 0'];
    const scripts = asked(trial, RULES);
    const ofPackets = ['trace', 'trace', 'trace', 'stat', 'request', 'request', 'compare'];
    assert.deepEqual(
      scripts.slice(2, -2).map((script) => /(\w+)-paths?/.exec(script)?.[1]),
      ofPackets,
    );
    assert.deepEqual(scripts.slice(-2), cpu);
    assert.equal(asked(trial, 0).length, 2);
    assert.deepEqual(asked({ ...trial, clock: 'instructions' }, RULES).slice(2), cpu);
  });
});
