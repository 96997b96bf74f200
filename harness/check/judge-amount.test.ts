import assert from 'node:assert/strict';
import type { Fact, FactValue, Law, ScenarioCheck } from '../types.js';
import { judgeCheck } from './judge-check.js';

const fact = (name: string, value: FactValue): Fact => ({
  ...{ name, title: name, from: { read: 'sysctl', key: `a.${name}` } },
  ...value,
});
const known = (value: number): FactValue => ({ state: 'known', value });
const words = { each: 'one of them', harm: 'new ones are dropped' };

const limited: ScenarioCheck = {
  facts: [],
  amount: 'count',
  matters: {
    limits: [
      { fact: 'max', times: 0.95, because: 'a full table drops new ones' },
      { fact: 'buckets', times: 64, within: [{ from: '5.15' }], because: 'new ones are refused' },
    ],
  },
  words,
};
const judgedBy = (count: FactValue, release = '6.1.0') =>
  judgeCheck(limited, {
    facts: [fact('count', count), fact('max', known(1000)), fact('buckets', known(10))],
    ...{ possibleCpus: 2, laws: [], fixes: [], ...(release !== undefined && { release }) },
  });

describe('a check by limits', () => {
  it('takes the lowest limit that stands on this kernel', () => {
    const [now, before] = [judgedBy(known(700)), judgedBy(known(700), '5.10.0')];
    assert.deepEqual([now.state, now.from], ['affected', 640]);
    assert.match(now.because.join(), /new ones are refused/);
    assert.deepEqual([before.state, before.from], ['would be', 950]);
  });

  it('says what could not be read', () => {
    const { state, because } = judgedBy({ state: 'not known', why: 'needs root' });
    assert.equal(state, 'not known');
    assert.match(because[0]!, /needs root/);
  });
});

describe('a check without an amount', () => {
  const law = (kernel: string, constant: number): Law => ({
    ...{ name: 'time', title: 'time', metric: 'time', unit: 'ns', kernel, constant, each: 0, eachCpu: 0 },
    measured: { amount: 0, possibleCpus: [2] },
  });
  const there = (release?: string) =>
    judgeCheck(
      { facts: [], law: { cell: 'time', where: {} }, words },
      {
        facts: [],
        possibleCpus: 2,
        laws: [law('6.12', 3e6), law('5.10', 1e6), law('6.1', 2e6)],
        fixes: [],
        ...(release !== undefined && { release }),
      },
    );

  it('says that the cause is there, and what one time costs on the kernel next to this one', () => {
    const { state, headline, because } = there('6.6.0-generic');
    assert.deepEqual([state, headline], ['there', 'there: new ones are dropped']);
    assert.match(because[0]!, /one of them takes about 2\.00 ms \(instruction clock, measured on 6\.1\)/);
  });

  it('takes the oldest law for a kernel that is older than all, and the first where none is known', () => {
    assert.deepEqual(
      [there('4.19.0'), there()].map(({ prediction }) => prediction?.value),
      [1e6, 3e6],
    );
  });
});
