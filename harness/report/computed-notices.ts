import type { SummaryRow } from '../cells/summary-row.js';
import { exactAgreement, mirroredTrials } from '../effects/agreement.js';
import { outlierNotices } from '../effects/outliers.js';
import type { Manifest, Notice } from '../types.js';
import { nestedNotice } from './nested-notice.js';

/** What the numbers themselves give cause to say, in addition to the manifest's own notices. */
export function computedNotices(manifest: Manifest, summary: readonly SummaryRow[]): Notice[] {
  const { notice } = exactAgreement(
    summary,
    manifest.scenarios.flatMap(({ metrics }) => metrics),
    mirroredTrials(manifest.plan),
  );
  const raw = new Set(manifest.scenarios.flatMap(({ jitters }) => jitters.map(({ metric }) => metric)));
  return [
    ...lostTrials(manifest),
    ...(notice ? [notice] : []),
    ...nestedNotice(manifest),
    ...troubledTrials(manifest, summary),
    ...outlierNotices(summary, raw),
  ];
}

/** Trials of the plan that failed, with why, and how many never ran: a reader must not miss what is missing. */
function lostTrials({ plan, trials, endedAt }: Manifest): Notice[] {
  const failed = trials.filter(({ status }) => status === 'failed');
  const reached = new Set(trials.map(({ id }) => id));
  const missing = endedAt === null ? [] : plan.trials.filter(({ id }) => !reached.has(id));
  return [
    ...failed.map(({ id, reasons }): Notice => {
      const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
      return { severity: 'warning', text: `trial ${id} failed${why}` };
    }),
    ...(missing.length === 0
      ? []
      : [
          {
            severity: 'warning' as const,
            text: `${missing.length} of ${plan.trials.length} trials never ran`,
          },
        ]),
  ];
}

/** The summary leaves no boot out by itself; so the reader must know of every one that is not clean. */
function troubledTrials({ plan, trials }: Manifest, summary: readonly SummaryRow[]): Notice[] {
  const measured = new Set(summary.flatMap(({ samples }) => samples.map(({ trial }) => trial)));
  const status = new Map(trials.map((record) => [record.id, record.status]));
  return [...plan.trials]
    .sort((a, b) => a.index - b.index)
    .filter(({ id }) => measured.has(id) && status.get(id) !== 'done')
    .map(({ id }) => ({
      severity: 'warning',
      text: `the numbers include trial ${id}, which is ${status.get(id) ?? 'without a record in the manifest'}`,
    }));
}
