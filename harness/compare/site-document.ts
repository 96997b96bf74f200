import { judgeClaims } from '../claims/judge.js';
import { lookError } from '../claims/look-error.js';
import { answersOf, whatToDo } from '../claims/scenario-answer.js';
import type { Block, Inline } from '../document/document.js';
import { heading, paragraph } from '../document/document-parts.js';
import type { Figure } from '../figures/figure.js';
import { formatPercent, formatValue } from '../words/format.js';
import type { Run } from './compare-runs.js';
import { headlineCells } from './headline-cells.js';
import { trendFigure } from './trend-figure.js';
import {
  cellKey,
  inOrder,
  LEAST_RUNS,
  pointsOf,
  type TrendOptions,
  type TrendSeries,
  trendSeries,
} from './trend-series.js';

/** A run as the site links it: addresses are relative to its first page. */
export interface SiteRun extends Run {
  /** Of its report.html; absent where the folder has none. */
  report?: string;
  /** Against the run before it: what it says in a line, and its page where they could be compared. */
  compared?: { line: string; page?: string };
}

/** Pure: the cells of the newest run's headlines over all runs, with change points where there are runs enough. */
export function headlineSeries(runs: readonly Run[], options: TrendOptions): TrendSeries[] {
  const ordered = inOrder(runs);
  const newest = ordered.at(-1);
  if (newest === undefined) return [];
  const wanted = new Set(headlineCells(newest).map(cellKey));
  const narrowed = ordered.map((run) => ({
    ...run,
    summary: run.summary.filter((row) => wanted.has(cellKey(row))),
  }));
  const { series } = trendSeries(narrowed, options);
  const long = new Map(series.map((one) => [cellKey(one.points[0]!.row), one]));
  return [...pointsOf(narrowed)].map(([key, points]) => long.get(key) ?? { points, changes: [] });
}

/** Pure: the first page of a site, and the figures on it. */
export function siteDocument(
  runs: readonly SiteRun[],
  series: readonly TrendSeries[],
  { threshold }: Pick<TrendOptions, 'threshold'>,
): { blocks: Block[]; figures: Figure[] } {
  const newestFirst = inOrder(runs).reverse();
  const newest = newestFirst[0];
  const drawn = series.map((one) => ({ one, figure: trendFigure(one) }));
  const blocks: Block[] = [
    heading(1, 'netknee'),
    ...(newest === undefined ? [] : verdictBlocks(newest)),
    heading(2, 'Trend'),
    paragraph(
      runs.length < LEAST_RUNS
        ? `${runs.length} runs; a change point needs ${LEAST_RUNS}.`
        : `${runs.length} runs. A change is one beyond ${formatPercent(threshold)}.`,
    ),
    ...drawn.flatMap(({ one, figure }): Block[] => [
      heading(3, figure.title),
      paragraph(changeWords(one)),
      { kind: 'figure', figure },
    ]),
    heading(2, 'Runs'),
    { kind: 'list', items: newestFirst.map(runItem) },
  ];
  return { blocks, figures: drawn.map(({ figure }) => figure) };
}

/** What the newest run answers, and how its trials ended. */
function verdictBlocks(run: SiteRun): Block[] {
  const { manifest, summary } = run;
  const judged = manifest.scenarios.flatMap((scenario) =>
    judgeClaims(
      scenario,
      summary.filter((row) => row.scenario === scenario.name),
      manifest.unavailable.map(({ name }) => name),
      lookError(manifest.plan),
    ),
  );
  const items = answersOf(manifest.scenarios, judged).map(
    ({ scenario, outcome, sentence, ...answered }): Inline[] => [
      { strong: `${scenario}: ${outcome}.` },
      ` ${sentence}${whatToDo(answered)}`,
    ],
  );
  const done = manifest.trials.filter(({ status }) => status === 'done').length;
  return [
    heading(2, 'Newest verdicts'),
    ...(items.length === 0 ? [] : [{ kind: 'list' as const, items }]),
    paragraph(`${done} of ${manifest.plan.trials.length} trials are done. `, ...runItem(run)),
  ];
}

function changeWords({ points, changes }: TrendSeries): string {
  const { row } = points.at(-1)!;
  const now = `Newest: ${formatValue(row.median, row.unit)}.`;
  const said = changes.map(
    ({ startedAt, run, before, after }) =>
      `Changed since ${startedAt} (${run}): ${formatValue(before, row.unit)} to ${formatValue(after, row.unit)}.`,
  );
  return [now, ...(said.length === 0 ? ['No change point.'] : said)].join(' ');
}

const runItem = ({ manifest, report, compared }: SiteRun): Inline[] => [
  `${manifest.startedAt}: `,
  report === undefined ? manifest.run : { link: report, text: manifest.run },
  ...(report === undefined ? [' (no report.html in its folder)'] : []),
  ...(compared === undefined
    ? []
    : [
        '; against the run before: ',
        compared.page === undefined ? compared.line : { link: compared.page, text: compared.line },
      ]),
];
