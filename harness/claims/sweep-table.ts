import { levelsOf } from '../cells/cell.js';
import type { SummaryRow } from '../cells/summary-row.js';
import { fileName, left, type Table } from '../document/table.js';
import type { Claim, Condition, ScenarioDescription, SweepSpec, Where } from '../types.js';
import { factorTitle, levelPhrase, levelText } from '../words/level-words.js';
import { metricTitle } from '../words/metric-title.js';
import { clockWords, conditionWords, remarkWords } from './claim-words.js';
import { type JudgedClaim, judgeClaims } from './judge.js';

/** What a sweep says of one level. */
export type SweepVerdict = 'reproduced' | 'fixed' | 'inconclusive';

/**
 * An effect level by level: there, gone, or not to be told. None where the run has one level alone.
 */
export function sweepTables(
  spec: SweepSpec,
  scenario: Pick<ScenarioDescription, 'name' | 'metrics' | 'factors'>,
  summary: readonly SummaryRow[],
): Table[] {
  const rows = summary.filter((row) => row.scenario === scenario.name && row.metric === spec.measure.metric);
  const levels = levelsOf(rows, spec.by);
  if (levels.length < 2) return [];
  const judged = levels.map((level) => {
    const at = { [spec.by]: level ?? null } as Where;
    const asked = (holds: Condition) =>
      judgeClaims({ ...scenario, claims: [claimOf(spec, at, holds)] }, rows)[0]!;
    return { level, there: asked(spec.reproduced), gone: asked(spec.fixed) };
  });
  const measured = judged.filter(({ there }) => there.judgements.length > 0);
  if (measured.length < 2) return [];
  return [
    {
      name: fileName(scenario.name, spec.name),
      title: spec.title,
      columns: [
        factorTitle(spec.by, scenario.factors),
        'verdict',
        'instruction clock',
        'wall clock',
        'what stands in the way',
      ].map(left),
      rows: measured.map(({ level, there, gone }) => [
        levelText(spec.by, level),
        verdictOf(there, gone),
        clockWords(there.judgements, 'instructions'),
        clockWords(there.judgements, 'wall'),
        verdictOf(there, gone) === 'inconclusive' ? remarkWords(there) : '',
      ]),
      note: `${ratioOf(spec, scenario)}. Reproduced: ${conditionWords(measured[0]!.there)}; fixed: ${conditionWords(measured[0]!.gone)}; by intervals across boots, on the instruction clock by the range of its boots.`,
    },
  ];
}

/** What is set over what: `p99 (path receiver): 79,001 rules over 0 rules`. */
function ratioOf({ measure }: SweepSpec, { metrics }: Pick<ScenarioDescription, 'metrics'>): string {
  const { over, under } = measure;
  const isShared = (name: string): boolean => Object.hasOwn(under, name) && under[name] === over[name];
  const words = (where: Where, shared: boolean): string =>
    Object.entries(where)
      .filter(([name]) => isShared(name) === shared)
      .map(([name, level]) => levelPhrase(name, level ?? undefined))
      .join(', ');
  const both = words(over, true);
  const title = metricTitle(metrics, measure.metric);
  return `${title}${both === '' ? '' : ` (${both})`}: ${words(over, false)} over ${words(under, false)}`;
}

const claimOf = ({ name, title, measure }: SweepSpec, at: Where, holds: Condition): Claim => ({
  id: name,
  statement: title,
  published: '–',
  kind: 'shape',
  source: 'this harness',
  measure: { ...measure, over: { ...measure.over, ...at }, under: { ...measure.under, ...at } },
  holds,
});

function verdictOf(there: JudgedClaim, gone: JudgedClaim): SweepVerdict {
  if (there.verdict === 'reproduced') return 'reproduced';
  return gone.verdict === 'reproduced' ? 'fixed' : 'inconclusive';
}
