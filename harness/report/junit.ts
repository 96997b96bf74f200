import { claimLine } from '../claims/claim-words.js';
import type { JudgedClaim } from '../claims/judge.js';
import { type JunitCase, type JunitSuite, junitXml } from '../document/junit-xml.js';
import type { Manifest, TrialRecord } from '../types.js';

/**
 * The run as JUnit XML, for a CI server that shows tests. Trials are test cases: a failed one is an error, a
 * disturbed one passes and says its reasons on its output, one that did not run is skipped. Claims are test
 * cases: a contradicted one is a failure, an inconclusive one or one that does not apply is skipped and
 * says why on its output. The only time in it is the manifest's.
 */
export function junitReport(manifest: Manifest, judged: readonly JudgedClaim[]): string {
  const records = new Map(manifest.trials.map((record) => [record.id, record]));
  const planned = [...manifest.plan.trials].sort((a, b) => a.index - b.index);
  const trials: JunitSuite = {
    name: 'trials',
    timestamp: manifest.startedAt,
    cases: planned.map(({ id }) => trialCase(id, records.get(id))),
  };
  const claims = [...new Set(judged.map(({ scenario }) => scenario))].map(
    (scenario): JunitSuite => ({
      name: `claims of ${scenario}`,
      cases: judged.filter((one) => one.scenario === scenario).map(claimCase),
    }),
  );
  return junitXml(`netknee run ${manifest.run}`, [trials, ...claims]);
}

function trialCase(id: string, record: TrialRecord | undefined): JunitCase {
  const named = { className: 'trials', name: id };
  if (record === undefined) return { ...named, isSkipped: true, output: 'not run' };
  const reasons = record.reasons.join('; ') || 'no reason was recorded';
  return {
    ...named,
    timeS: record.durationS,
    ...(record.status === 'failed' && { error: { type: 'failed', message: reasons } }),
    ...(record.status === 'disturbed' && { output: reasons }),
  };
}

function claimCase(judged: JudgedClaim): JunitCase {
  const { claim, scenario, verdict } = judged;
  const words = claimLine(judged);
  return {
    className: `claims.${scenario}`,
    name: `${claim.id}: ${claim.statement}`,
    timeS: 0,
    ...(verdict === 'contradicted' ? { failure: { type: verdict, message: words } } : { output: words }),
    ...(verdict !== 'contradicted' && verdict !== 'reproduced' && { isSkipped: true }),
  };
}
