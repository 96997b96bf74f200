import { compareTexts } from '../cells/natural-order.js';
import type { Block } from '../document/document.js';
import { damageBlocks, heading, paragraph } from '../document/document-parts.js';
import type { Table } from '../document/table.js';
import { LEAST_SIDE } from '../stats/joint-change.js';
import { formatPercent } from '../words/format.js';
import type { Run } from './compare-runs.js';
import { type LeftOut, leftOutTable } from './left-out.js';
import { trendFigure } from './trend-figure.js';
import { LEAST_RUNS, type TrendOptions, type TrendSeries } from './trend-series.js';
import { trendTable } from './trend-table.js';

/** The page of many runs: the runs, what was left out and why, the change points, and a figure of each cell that changed. */
export function trendDocument(
  runs: readonly Run[],
  series: readonly TrendSeries[],
  {
    threshold,
    shards = [],
    leftOut = [],
    damage = [],
  }: TrendOptions & {
    /** Folders that hold a part of a run, a sentence each. */
    shards?: readonly string[];
    leftOut?: readonly LeftOut[];
    /** What was left out of damaged rows, before anything else. */
    damage?: readonly string[];
  },
): Block[] {
  const changed = series.filter(({ changes }) => changes.length > 0);
  return [
    heading(1, `netknee trend of ${runs.length} runs`),
    ...damageBlocks(damage),
    paragraph(
      `Cells that ${LEAST_RUNS} runs or more measured: ${series.length}. Of them, changed by more than ${formatPercent(threshold)}: ${changed.length}.`,
    ),
    paragraph(visibleWords(Math.max(0, ...series.map(({ points }) => points.length)))),
    ...(changed.length === 0
      ? []
      : [heading(2, 'Change points'), { kind: 'table' as const, table: trendTable(series) }]),
    ...changed.flatMap((one): Block[] => {
      const figure = trendFigure(one);
      return [heading(3, figure.title), { kind: 'figure', figure }];
    }),
    heading(2, 'Runs'),
    { kind: 'table', table: runsTable(runs) },
    ...(shards.length === 0 ? [] : [paragraph(`Left out: ${shards.join('; ')}.`)]),
    ...(leftOut.length === 0
      ? []
      : [heading(2, 'Cells left out'), { kind: 'table' as const, table: leftOutTable(leftOut) }]),
  ];
}

/** The least that such a trend can see: so many runs on either side, however large the step. */
function visibleWords(runs: number): string {
  return runs < LEAST_RUNS
    ? `No change can be seen in fewer than ${LEAST_RUNS} runs, however large.`
    : `Seen is a step that has ${LEAST_SIDE} runs or more on either side and that is large against the scatter of the runs; one in the last ${LEAST_SIDE - 1} runs shows later.`;
}

/** What a step may come from besides the thing measured. */
function runsTable(runs: readonly Run[]): Table {
  const titles = ['started', 'run', 'netknee', 'kernels', 'accelerators', 'host cpu', 'host kernel'];
  const all = (values: readonly (string | undefined)[]) =>
    [...new Set(values.map((value) => value ?? 'not recorded'))].sort().join(', ');
  return {
    name: 'runs',
    title: 'Runs',
    columns: titles.map((title) => ({ title, align: 'left' })),
    rows: [...runs]
      .sort((a, b) => compareTexts(a.manifest.startedAt, b.manifest.startedAt))
      .map(({ manifest: { startedAt, run, netknee, trials, host } }) => [
        startedAt,
        run,
        netknee.commit.slice(0, 12),
        all(trials.map(({ guest }) => guest.kernel)),
        all(trials.map(({ accelerator }) => accelerator)),
        host.cpu ?? 'not recorded',
        host.kernel ?? 'not recorded',
      ]),
  };
}
