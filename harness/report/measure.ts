import { leastSquares } from '../stats/least-squares.js';
import type { FactorName, Lane, PublishedMeasure } from '../types.js';
import { differing, FACTOR_NAMES, groupBy, matches } from './cell.js';
import { formatSpread, formatValue, threeDigits } from './format.js';
import { cellPhrase } from './level-words.js';
import type { SummaryRow } from './summary-row.js';

type Of<T extends PublishedMeasure['type']> = Extract<PublishedMeasure, { type: T }>;

/** A figure of ours and a cell that says, by the factors in which it differs, what the figure is of. */
interface Answer {
  of: SummaryRow;
  text: string;
}

export const NOT_IN_RUN = 'not in this run';

/**
 * Ours beside a published figure, in one lane, as text; `rows` are those of the one scenario. Several
 * cells that fit are all listed, each with what tells it apart. Lanes are never mixed: a measure that names
 * another lane gives a dash. No verdict is drawn.
 */
export function measureInLane(measure: PublishedMeasure, lane: Lane, rows: readonly SummaryRow[]): string {
  if (measure.type === 'not-measured') return `not measured: ${measure.why}`;
  const wheres = measure.type === 'ratio' ? [measure.over, measure.under] : [measure.where];
  if (wheres.some((where) => where.lane !== undefined && where.lane !== lane)) return '–';
  const candidates = rows.filter((row) => row.lane === lane && row.metric === measure.metric);
  return listAnswers(answersTo(measure, candidates));
}

function answersTo(measure: Exclude<PublishedMeasure, Of<'not-measured'>>, rows: SummaryRow[]): Answer[] {
  switch (measure.type) {
    case 'cell':
      return rows.filter((row) => matches(row, measure.where)).map((of) => ({ of, text: formatSpread(of) }));
    case 'ratio':
      return ratios(measure, rows);
    case 'slope':
      return slopes(measure, rows);
  }
}

/** A factor that both sides name may differ between them; in every other the two cells must agree. */
function ratios({ over, under }: Of<'ratio'>, rows: readonly SummaryRow[]): Answer[] {
  const same = FACTOR_NAMES.filter((name) => over[name] === undefined || under[name] === undefined);
  return groupBy(rows, same).flatMap((group) => {
    const above = group.filter((row) => matches(row, over));
    const below = group.filter((row) => matches(row, under));
    return above.flatMap((of) =>
      below.map(({ median }) => ({
        of,
        text: median === 0 ? 'no ratio (divisor 0)' : formatValue(of.median / median, 'ratio', of.lane),
      })),
    );
  });
}

/** One line per combination of the other factors, through the medians of its levels. */
function slopes({ by, where }: Of<'slope'>, rows: readonly SummaryRow[]): Answer[] {
  const others = FACTOR_NAMES.filter((name) => name !== by);
  const cells = rows.filter((row) => row[by] !== undefined && matches(row, where));
  return groupBy(cells, others).map((group) => {
    const of = group[0]!;
    if (group.length < 2) return { of, text: 'no slope (one level)' };
    const line = leastSquares(group.map((row) => [row[by]!, row.median]));
    const per = `${formatValue(line.slope, of.unit, of.lane)} per ${by === 'rules' ? 'rule' : 'namespace'}`;
    return { of, text: `${per} (r² ${threeDigits(line.rSquared)}, ${group.length} levels)` };
  });
}

function listAnswers(answers: readonly Answer[]): string {
  if (answers.length === 0) return NOT_IN_RUN;
  const apart: FactorName[] = differing(answers.map(({ of }) => of));
  return answers
    .map(({ of, text }) => (apart.length === 0 ? text : `${cellPhrase(of, apart)}: ${text}`))
    .join('; ');
}
