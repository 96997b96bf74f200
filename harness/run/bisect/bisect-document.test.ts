import assert from 'node:assert/strict';
import { documentMarkdown } from '../../document/document-markdown.js';
import { tableCsv } from '../../document/table-csv.js';
import type { BisectResult } from './bisect.js';
import { type BisectSubject, bisectDocument, bisectTable, conclusionLines } from './bisect-document.js';

const commit = (i: number) => ({
  sha: String(i).repeat(40),
  subject: `state ${i}`,
  date: `2026-11-0${i}T10:00:00+01:00`,
});
const subject: BisectSubject = {
  scenario: 'tiny',
  state: 'namespaces',
  variant: 'tool',
  predicate: {
    title: 'no growth',
    metric: 'latency',
    clock: 'instructions',
    low: 0,
    high: 500,
    ratioBelow: 2,
  },
};
const figures = {
  low: { median: 1, words: '1.00 ms' },
  high: { median: 9, words: '9.00 ms' },
  ratio: { estimate: 9, low: 9, high: 9, words: '9.00×' },
  boots: 1,
};
const result: BisectResult = {
  direction: 'fixed',
  culprit: commit(3),
  suspects: [],
  steps: [
    { commit: commit(1), outcome: { verdict: 'does not hold', figures } },
    { commit: commit(2), outcome: { verdict: 'skipped', reason: 'does not build: a.c:1: error' } },
  ],
};

describe('what a bisection says', () => {
  it('has a row a step: figures, or why there are none', () => {
    const [head, first, second] = tableCsv(bisectTable(subject, result.steps)).trim().split('\n');
    assert.equal(head, 'step,commit,subject,0 namespaces,500 namespaces,ratio,verdict');
    assert.equal(first, '1,111111111111,state 1,1.00 ms,9.00 ms,9.00×,does not hold');
    assert.equal(second, '2,222222222222,state 2,–,–,–,skipped: does not build: a.c:1: error');
  });

  it('names the culprit and the direction of the flip', () => {
    const words = (of: BisectResult) => conclusionLines(of).join('\n');
    assert.match(
      words(result),
      /^Fixed by 3{40} "state 3" \(2026-11-03T10:00:00\+01:00\).*holds from it on\.$/,
    );
    assert.match(
      words({ ...result, direction: 'broken' }),
      /^Broken by 3{40}.*holds before it and no longer/,
    );
  });

  it('lists the suspects where only skipped commits are left', () => {
    const { culprit: _, ...rest } = { ...result, suspects: [commit(2), commit(3)] };
    const page = documentMarkdown(bisectDocument(subject, rest));
    assert.match(page, /one of 2 commits/);
    assert.match(page, /^- 2{40}.*\n- 3{40}/m);
    assert.match(documentMarkdown(bisectDocument(subject, result)), /\*\*Fixed by 3{40}/);
  });
});
