import assert from 'node:assert/strict';
import { rowsOf } from '../cells/rows.testing.js';
import { judgeClaims } from '../claims/judge.js';
import { EXIT, Failure } from '../failure.js';
import type { Claim } from '../types.js';
import { answerLines, refuseContradicted, verdictLines } from './verdict-lines.js';

const claim = (id: string, bound: number): Claim => ({
  id,
  statement: 'it is large',
  published: '–',
  kind: 'shape',
  source: 'somebody',
  measure: { type: 'cell', metric: 'latency', where: {} },
  holds: { is: 'above', bound },
});
const judge = (...claims: Claim[]) =>
  judgeClaims(
    { name: 's', claims, metrics: [{ name: 'latency', unit: 'ns', better: 'lower', title: 'latency' }] },
    rowsOf({ clock: 'instructions', boots: [10, 10] }),
  );

const TRUST = { words: 'all of it', commands: ['npx netknee check', 'uname -r'] };
const TRUSTED = ['trust: all of it', 'do you have it: npx netknee check · uname -r'];

describe('verdictLines', () => {
  it('says the worst first and counts', () => {
    const lines = verdictLines(judge(claim('A', 1), claim('B', 100)), [], TRUST)!.split('\n');
    assert.match(lines[0]!, /^contradicted: B /);
    assert.match(lines[1]!, /^reproduced: A /);
    assert.equal(
      lines[2],
      'claims: 1 contradicted, 0 inconclusive, 1 reproduced, 0 reference only, 0 not measured in this run, 0 variant unavailable',
    );
  });

  it('ends with the answer, and what removes an effect that is there', () => {
    const answer = {
      headline: { claims: ['A'], reproduced: 'It is.', contradicted: 'It is not.', inconclusive: 'Unknown.' },
      fixes: [{ what: 'a set', since: 'Linux 3.13', price: 'none seen' }],
    };
    const ends = (bound: number) =>
      verdictLines(judge(claim('A', bound)), [{ name: 's', answer }], TRUST)!
        .split('\n')
        .slice(2);
    assert.deepEqual(ends(1), [
      'answer: s: REPRODUCED. it is large: 10.0 (10.0) ns (2 boots) by the instruction clock',
      'fix: s: a set (since Linux 3.13; price: none seen)',
      ...TRUSTED,
    ]);
    assert.deepEqual(ends(100), ['answer: s: CONTRADICTED. It is not.', ...TRUSTED]);
  });

  it('says nothing without claims', () => {
    assert.equal(verdictLines([], [], TRUST), undefined);
  });
});

describe('answerLines', () => {
  const answer = {
    headline: { claims: ['A'], reproduced: 'It is.', contradicted: 'It is not.', inconclusive: 'Unknown.' },
    fixes: [{ what: 'a set', since: 'Linux 3.13', price: 'none seen' }],
  };
  const lines = (scenarios: number) =>
    answerLines(
      Array.from({ length: scenarios }, (_, i) =>
        judge(claim('A', 1)).map((one) => ({ ...one, scenario: `s${i}` })),
      ).flat(),
      Array.from({ length: scenarios }, (_, i) => ({ name: `s${i}`, answer })),
      TRUST,
    )?.split('\n') ?? [];

  it('are the answers with their fixes, without single claims', () => {
    assert.deepEqual(lines(1), [
      'answer: s0: REPRODUCED. it is large: 10.0 (10.0) ns (2 boots) by the instruction clock',
      'fix: s0: a set (since Linux 3.13; price: none seen)',
      ...TRUSTED,
    ]);
    assert.deepEqual(lines(0), []);
  });

  it('leave one of eight lines to the report, however many scenarios there are', () => {
    for (const scenarios of [3, 4, 7, 20]) assert.ok(lines(scenarios).length <= 7, String(scenarios));
    assert.deepEqual(
      [2, 3, 5, 6].map((scenarios) => lines(scenarios).length),
      [6, 5, 7, 7],
    );
    assert.equal(lines(20).at(-3), 'and 16 more answers');
  });
});

describe('refuseContradicted', () => {
  it('fails with a code of its own, and only then', () => {
    refuseContradicted(judge(claim('A', 1)));
    assert.throws(
      () => refuseContradicted(judge(claim('A', 1), claim('B', 100))),
      (error) =>
        error instanceof Failure &&
        error.details.exit === EXIT.contradicted &&
        /B it is large/.test(error.details.tail!),
    );
  });
});
