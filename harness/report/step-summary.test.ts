import assert from 'node:assert/strict';
import type { JudgedClaim } from '../claims/judge.js';
import type { Verdict } from '../types.js';
import { manifest } from './fixtures/small-run.js';
import { stepSummary } from './step-summary.js';

const judge = (id: string, verdict: Verdict): JudgedClaim => ({
  scenario: 'netns-create',
  claim: {
    id,
    statement: `grows | ${id}`,
    published: '40 times',
    kind: 'shape',
    source: 'seed 000',
    measure: { type: 'not-measured', why: 'no probe' },
    holds: { is: 'above', bound: 3 },
  },
  verdict,
  unit: 'ratio',
  judgements: [],
  reason: 'nothing was measured',
});
const judged = [judge('A1', 'reproduced'), judge('A2', 'contradicted'), judge('A3', 'inconclusive')];
const parts = {
  manifest,
  notices: [{ severity: 'info' as const, text: 'said' }, ...manifest.notices],
  judged,
  trust: { words: 'no KVM: ratios only', commands: ['npx netknee check', 'uname -r'] },
};

describe('stepSummary', () => {
  it('counts verdicts and puts the worst first', () => {
    const text = stepSummary(parts);
    assert.match(text, /\*\*Trust:\*\* no KVM: ratios only\./);
    assert.match(text, /\*\*Do you have it\?\*\* `npx netknee check` · `uname -r`/);
    assert.match(
      text,
      /^## netknee run 2025-01-02-small\n\n\*\*Claims:\*\* 1 contradicted, 1 inconclusive, 1 reproduced, 0 reference only/,
    );
    assert.match(text, /8 of 10 trials are done\./);
    assert.deepEqual(
      [...text.matchAll(/\| (A\d) \| grows \\\| A\d/g)].map((match) => match[1]),
      // One that is reproduced is counted alone.
      ['A2', 'A3'],
    );
    assert.match(text, /### Trials that are not clean[\s\S]*\| disturbed \|[\s\S]*\| not run \|/);
    assert.match(text, /### Notices\n\n> - \*\*Warning:\*\* no KVM: [^\n]*\n> - \*\*Note:\*\* said\n$/);
  });

  it('is short when there is nothing to say', () => {
    const trials = manifest.plan.trials.map(({ id }) => ({ ...manifest.trials[0]!, id }));
    const text = stepSummary({
      manifest: { ...manifest, trials },
      notices: [],
      judged: [],
      trust: parts.trust,
    });
    assert.equal(
      text,
      '## netknee run 2025-01-02-small\n\nNo claim was judged. 10 of 10 trials are done.\n\n**Trust:** no KVM: ratios only.\n\n**Do you have it?** `npx netknee check` · `uname -r`\n',
    );
  });

  it('has at most 60 lines, with trials that are not clean before claims', () => {
    const many = Array.from({ length: 200 }, (_, i) => judge(`B${i}`, 'inconclusive'));
    const text = stepSummary({ ...parts, judged: many });
    assert.equal(text.trimEnd().split('\n').length, 60);
    assert.match(
      text,
      /Trials that are not clean[\s\S]*\| inconclusive \| B0 [\s\S]*\(More in the report\.\)\n$/,
    );
  });

  it('is cut after a whole line and says so', () => {
    const many = Array.from({ length: 200 }, (_, i) => judge(`B${i}`, 'contradicted'));
    const text = stepSummary({ ...parts, judged: many }, 3000);
    const lines = text.trimEnd().split('\n');
    assert.ok(Buffer.byteLength(text) <= 3000);
    assert.match(lines.at(-1)!, /^\(Cut here: /);
    assert.match(lines.at(-3)!, /\| contradicted \| B\d+ \|.* \|$/);
    assert.ok(
      Buffer.byteLength(stepSummary({ ...parts, judged: Array(20_000).fill(many[0]) })) <= 1024 * 1024,
    );
  });
});
