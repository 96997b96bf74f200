import assert from 'node:assert/strict';
import type { ScenarioAnswer, Verdict } from '../types.js';
import type { JudgedClaim } from './judge.js';
import { answersOf, outcomeOf } from './scenario-answer.js';

const judged = (id: string, verdict: Verdict, more: Partial<JudgedClaim> = {}) =>
  ({
    ...{ scenario: 's', claim: { id, statement: `${id} holds` }, verdict, judgements: [] },
    ...more,
  }) as unknown as JudgedClaim;
const answer: ScenarioAnswer = {
  headline: {
    claims: ['A', 'B'],
    reproduced: 'It grows.',
    contradicted: 'It does not.',
    inconclusive: 'Unknown.',
  },
  fixes: [{ what: 'a set', since: 'Linux 3.13', price: 'none seen' }],
};

describe('outcomeOf', () => {
  it('is reproduced when every claim is; the first that is not decides', () => {
    assert.equal(outcomeOf(['reproduced', 'reproduced']), 'reproduced');
    assert.equal(outcomeOf(['reproduced', 'contradicted', 'inconclusive']), 'contradicted');
    assert.equal(outcomeOf(['inconclusive', 'contradicted']), 'inconclusive');
    for (const open of [
      'inconclusive',
      'not measured in this run',
      'variant unavailable',
      undefined,
    ] as const) {
      assert.equal(outcomeOf(['reproduced', open]), 'inconclusive');
    }
  });
});

describe('answersOf', () => {
  const said = (...claims: JudgedClaim[]) => answersOf([{ name: 's', answer }], claims);

  it('says the sentence, what decides it, and what removes an effect that is there', () => {
    assert.deepEqual(said(judged('A', 'reproduced'), judged('B', 'reproduced')), [
      {
        ...{ scenario: 's', outcome: 'reproduced', sentence: 'It grows.', shown: [] },
        claims: [
          { id: 'A', verdict: 'reproduced' },
          { id: 'B', verdict: 'reproduced' },
        ],
        fixes: ['a set (since Linux 3.13; price: none seen)'],
      },
    ]);
  });

  it('names no fix for what is not there, and says which claim decides nothing', () => {
    assert.deepEqual(said(judged('A', 'contradicted'))[0]!.fixes, []);
    const [open] = said(judged('A', 'reproduced'));
    assert.deepEqual([open!.sentence, open!.claims[1]!.verdict], ['Unknown.', undefined]);
    assert.deepEqual(answersOf([{ name: 's' }], []), []);
  });

  it('says of an open answer which claim leaves it open, why, and what it takes', () => {
    const why = { reason: '2 boots of 6', settle: '--boots wall=6' };
    const [open] = said(judged('A', 'reproduced'), judged('B', 'inconclusive', why));
    assert.equal(open!.open, 'B, B holds: 2 boots of 6; it takes --boots wall=6');
    assert.equal(said(judged('A', 'inconclusive'))[0]!.open, 'A, A holds');
    assert.equal(said(judged('A', 'contradicted', why))[0]!.open, undefined);
  });
});
