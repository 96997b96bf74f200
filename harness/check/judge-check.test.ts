import assert from 'node:assert/strict';
import type { Fact, FactValue, Law, ScenarioCheck } from '../types.js';
import { judgeCheck } from './judge-check.js';

const law: Law = {
  ...{ name: 'cost', title: 'One run', metric: 'run_time', unit: 'ns', kernel: '6.1', by: 'entries' },
  ...{ constant: 0, each: 100, eachCpu: 40, measured: { amount: 50_000, possibleCpus: [2, 80] } },
};

const check: ScenarioCheck = {
  facts: [
    { name: 'kernel', title: 'Linux', from: { read: 'kernel' } },
    { name: 'entries', title: 'entries', from: { read: 'lines', file: '/proc/net/entries' } },
    { name: 'knob', title: 'a.knob', from: { read: 'sysctl', key: 'a.knob' } },
    { name: 'threads', title: 'a.thread', from: { read: 'sysctl', key: 'a.thread' } },
  ],
  cause: { fact: 'kernel', what: 'the timer', within: [{ from: '2.6.39', before: '6.2' }] },
  unless: [
    { fact: 'knob', is: 0, because: 'the knob is off' },
    { fact: 'threads', is: 'there', because: 'threads do it' },
  ],
  amount: 'entries',
  law: { prediction: 'cost' },
  matters: { above: 10e6 },
  words: { each: 'one run', rhythm: 'every 2 s', harm: 'packets wait' },
};

const ABSENT: FactValue = { state: 'absent', why: 'not there' };
const known = (value: number | string): FactValue => ({ state: 'known', value });
const usual: Record<string, FactValue> = {
  ...{ kernel: known('6.1.0-18-amd64'), entries: known(12_400), knob: known(1), threads: ABSENT },
};

/** Judged on a machine that has these facts, 96 possible CPUs and the law, where nothing else is said. */
function judged(
  facts: Record<string, FactValue> = {},
  other: Partial<Parameters<typeof judgeCheck>[1]> = {},
) {
  const read = check.facts.map(
    (spec): Fact => ({ ...spec, ...({ ...usual, ...facts }[spec.name] ?? ABSENT) }),
  );
  const fixes = [{ what: 'threads', since: 'Linux 6.2', price: 'none' }];
  return judgeCheck(check, { facts: read, possibleCpus: 96, laws: [law], fixes, ...other });
}

describe('a machine judged', () => {
  it('is affected where the cause is there and the law says that it matters', () => {
    const { state, headline, because, from, prediction, fixes } = judged();
    assert.equal(state, 'affected');
    assert.match(headline, /AFFECTED: packets wait/);
    assert.equal(prediction?.value, 12_400 * (100 + 40 * 96));
    assert.equal(
      because[0],
      '12,400 entries × 96 possible CPUs: one run takes about 48.9 ms every 2 s (instruction clock, measured on 6.1)',
    );
    assert.match(
      because[1] ?? '',
      /the timer is in Linux from 2\.6\.39 on, before 6\.2; this is 6\.1\.0-18-amd64/,
    );
    assert.equal(from, Math.ceil(10e6 / (100 + 40 * 96)));
    assert.equal(fixes.length, 1);
  });

  it('would be, from just that amount on which is affected', () => {
    const { from = 0 } = judged();
    assert.equal(judged({ entries: known(from) }).state, 'affected');
    const below = judged({ entries: known(from - 1) });
    assert.equal(below.state, 'would be');
    assert.match(below.headline, /would be from 2,539 entries on/);
    assert.equal(below.prediction !== undefined && below.prediction.value < 10e6, true);
  });

  it('takes the possible CPUs of this machine: with fewer it matters later', () => {
    assert.equal(judged({}, { possibleCpus: 2 }).state, 'would be');
  });

  it('is not affected by another version, with the knob off, or where something else does it', () => {
    for (const [facts, why] of [
      [{ kernel: known('6.12.3') }, /before 6\.2; this is 6\.12\.3/],
      [{ knob: known(0) }, /the knob is off/],
      [{ threads: known(5) }, /threads do it/],
    ] as const) {
      const { state, because, fixes } = judged(facts);
      assert.equal(state, 'not affected');
      assert.match(because[0] ?? '', why);
      assert.deepEqual(fixes, []);
    }
  });

  it('is not known where what decides it could not be read, and says what and why', () => {
    const hidden: FactValue = { state: 'not known', why: 'needs root' };
    for (const [result, why] of [
      [judged({ kernel: hidden }), /^Linux: needs root/],
      [judged({ kernel: known('strange') }), /Linux says "strange", which is no version/],
      [judged({ entries: hidden }), /^entries: needs root/],
      [judged({}, { possibleCpus: undefined }), /possible CPUs could not be read/],
      [judged({}, { laws: [] }), /no law/],
    ] as const) {
      assert.equal(result.state, 'not known');
      assert.match(result.because[0] ?? '', why);
    }
    assert.match(judged({ entries: hidden }).headline, /not known; would be from 2,539 entries on/);
    const knob = judged({ knob: hidden });
    assert.equal(knob.state, 'affected');
    assert.ok(knob.because.some((line) => line === 'a.knob: needs root'));
  });

  it('says what stands beside an amount, and that a law is stretched beyond what was measured', () => {
    const beside = judged({ entries: { state: 'known', value: 0, beside: 'no module' } });
    assert.deepEqual([beside.state, beside.because[0]], ['would be', '0 entries: no module']);
    assert.match(
      judged({ entries: known(60_000) }).because[0] ?? '',
      /more than the 50,000 that were measured/,
    );
  });

  it('takes so many times what none costs as the bound, where the check says so', () => {
    const times = { ...check, matters: { times: 2 } };
    const flat = { ...law, constant: 3e6, each: 20_000, eachCpu: 0 };
    const facts = check.facts.map((spec): Fact => ({ ...spec, ...(usual[spec.name] ?? ABSENT) }));
    const { state, from, because } = judgeCheck(times, {
      facts,
      possibleCpus: undefined,
      laws: [flat],
      fixes: [],
    });
    assert.deepEqual([state, from], ['affected', 150]);
    assert.match(
      because[0] ?? '',
      /^12,400 entries: one run takes about 251 ms every 2 s, 83\.7× what it takes without any/,
    );
  });

  it('never is from some amount on where the law does not grow', () => {
    const result = judged({}, { laws: [{ ...law, each: 0, eachCpu: 0 }] });
    assert.deepEqual([result.state, result.from], ['would be', undefined]);
  });
});
