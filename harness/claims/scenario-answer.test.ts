import assert from 'node:assert/strict';
import { documentMarkdown } from '../document/document-markdown.js';
import type { ScenarioAnswer, Verdict } from '../types.js';
import type { JudgedClaim } from './judge.js';
import { answerBlocks, outcomeOf } from './scenario-answer.js';

const judged = (id: string, verdict: Verdict) => ({ scenario: 's', claim: { id }, verdict }) as JudgedClaim;
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

describe('answerBlocks', () => {
  const said = (...claims: JudgedClaim[]) => documentMarkdown(answerBlocks([{ name: 's', answer }], claims));

  it('says the sentence, what decides it, and what removes an effect that is there', () => {
    const text = said(judged('A', 'reproduced'), judged('B', 'reproduced'));
    assert.match(text, /^- \*\*s:\*\* It grows/m);
    assert.match(text, /It grows\. \(A reproduced, B reproduced\.\)/);
    assert.match(text, /a set \(since Linux 3\.13; price: none seen\)/);
  });

  it('names no fix for what is not there, and says which claim decides nothing', () => {
    assert.doesNotMatch(said(judged('A', 'contradicted')), /a set/);
    assert.match(said(judged('A', 'reproduced')), /Unknown\. \(A reproduced, B not measured in this run\.\)/);
    assert.deepEqual(answerBlocks([{ name: 's' }], []), []);
  });
});
