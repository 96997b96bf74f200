import assert from 'node:assert/strict';
import type { JudgedClaim } from '../claims/judge.js';
import type { Manifest, Verdict } from '../types.js';
import { manifest } from './fixtures/small-run.js';
import { junitReport } from './junit.js';

const judge = (id: string, verdict: Verdict): JudgedClaim => ({
  scenario: 'netns-create',
  claim: {
    id,
    statement: 'grows <with> N',
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
const verdicts = [
  judge('A1', 'reference only'),
  judge('A2', 'reproduced'),
  judge('A3', 'contradicted'),
  judge('A4', 'inconclusive'),
];
const failed: Manifest = {
  ...manifest,
  trials: manifest.trials.map((record, i) =>
    i === 0 ? { ...record, status: 'failed', reasons: ['step 012 timed out', 'no output'] } : record,
  ),
};
/** The text of the one test case of that name. */
const caseOf = (xml: string, name: string) => {
  const found = new RegExp(`<testcase[^>]*name="${name}[^>]*(?:/>|>[\\s\\S]*?</testcase>)`).exec(xml);
  assert.ok(found, `${name} in ${xml}`);
  return found[0];
};

describe('junitReport', () => {
  const xml = junitReport(failed, verdicts);

  it('counts trials and claims in suites of their own', () => {
    assert.match(
      xml,
      /<testsuites name="netknee run 2025-01-02-small" tests="14" failures="1" errors="1" skipped="3">/,
    );
    assert.match(
      xml,
      /<testsuite name="trials" timestamp="2025-01-02T03:04:05.000Z" tests="10" failures="0" errors="1" skipped="1">/,
    );
    assert.match(
      xml,
      /<testsuite name="claims of netns-create" tests="4" failures="1" errors="0" skipped="2">/,
    );
  });

  it('makes failed trials errors, lets disturbed ones speak and skips those not run', () => {
    assert.match(
      caseOf(xml, 'netns-create\\.instructions\\.k6\\.1\\.p2\\.b1"'),
      /time="61\.26"[\s\S]*<error message="step 012 timed out; no output" type="failed"\/>/,
    );
    assert.match(
      caseOf(xml, 'netns-create\\.wall\\.k6\\.1\\.p2\\.b2"'),
      /<system-out>console: rcu &lt;stall&gt; \| on CPU 1</,
    );
    assert.match(
      caseOf(xml, 'ipvs-estimation\\.instructions\\.k6\\.1\\.p80\\.b1"'),
      /<skipped\/>[\s\S]*not run/,
    );
  });

  it('fails only what is contradicted and says why of the others', () => {
    assert.match(
      caseOf(xml, 'A3: grows'),
      /<failure message="contradicted: A3 grows &lt;with> N: published 40 times" type="contradicted"\/>/,
    );
    assert.match(caseOf(xml, 'A2: grows'), /<system-out>reproduced: A2/);
    assert.doesNotMatch(caseOf(xml, 'A2: grows'), /skipped|failure/);
    for (const [id, words] of [
      ['A1', 'reference only: A1'],
      ['A4', 'inconclusive: A4'],
    ]) {
      assert.match(caseOf(xml, `${id}: grows`), /<skipped\/>/);
      assert.ok(caseOf(xml, `${id}: grows`).includes(words!));
    }
  });

  it('gives the same bytes again, without the time of day', () => {
    assert.equal(junitReport(failed, verdicts), xml);
    assert.deepEqual([...new Set(xml.match(/\d{4}-\d\d-\d\dT[^"]*/g))], ['2025-01-02T03:04:05.000Z']);
  });
});
