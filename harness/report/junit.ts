import reports, { type Builder, type TestCase } from 'junit-report-builder';
import { claimLine } from '../claims/claim-words.js';
import type { JudgedClaim } from '../claims/judge.js';
import type { Manifest, TrialRecord } from '../types.js';

/** Its types speak of a default export inside the default export, which is not there. */
const builder = reports as unknown as Builder;

/**
 * The run as JUnit XML, for a CI server that shows tests. Trials are test cases: a failed one is an error, a
 * disturbed one passes and says its reasons on its output, one that did not run is skipped. Claims are test
 * cases: a contradicted one is a failure, an inconclusive one or one that does not apply is skipped and
 * says why on its output. Characters that XML can't write are left out. The only time in it is the manifest's.
 */
export function junitReport(manifest: Manifest, judged: readonly JudgedClaim[]): string {
  const report = builder.newBuilder().name(`netknee run ${manifest.run}`);
  const records = new Map(manifest.trials.map((record) => [record.id, record]));
  const trials = report.testSuite().name('trials').timestamp(manifest.startedAt);
  for (const { id } of [...manifest.plan.trials].sort((a, b) => a.index - b.index)) {
    addTrial(trials.testCase().className('trials').name(id), records.get(id));
  }
  for (const scenario of new Set(judged.map((one) => one.scenario))) {
    const suite = report.testSuite().name(`claims of ${scenario}`);
    for (const one of judged.filter((any) => any.scenario === scenario)) {
      addVerdict(suite.testCase().className(`claims.${scenario}`), one);
    }
  }
  return `${report.build()}\n`;
}

function addTrial(testCase: TestCase, record: TrialRecord | undefined): void {
  if (!record) {
    testCase.skipped().standardOutput('not run');
    return;
  }
  testCase.time(record.durationS);
  const reasons = record.reasons.join('; ') || 'no reason was recorded';
  if (record.status === 'failed') testCase.error(reasons, 'failed');
  if (record.status === 'disturbed') testCase.standardOutput(output(reasons));
}

function addVerdict(testCase: TestCase, judged: JudgedClaim): void {
  const { claim, verdict } = judged;
  testCase.name(`${claim.id}: ${claim.statement}`).time(0);
  const words = claimLine(judged);
  if (verdict === 'contradicted') testCase.failure(words, verdict);
  else if (verdict === 'reproduced') testCase.standardOutput(output(words));
  else testCase.skipped().standardOutput(output(words));
}

/** The library parts only the first end of CDATA in a text, so the others must not look like one. */
function output(text: string): string {
  return text.replaceAll(']]>', ']] >');
}
