import type { ComparedRuns } from './compare-runs.js';
import { compareVerdict, judgedCells } from './compare-verdict.js';
import { notAllowed } from './left-out.js';

/** Pure: a comparison for programs: the line, the counts, and every changed cell with its factors. */
export const compareJson = (compared: ComparedRuns, without: readonly string[]): object => {
  const missing = notAllowed(compared.leftOut, without);
  return {
    verdict: compared.counts.regression === 0 && missing.length === 0 ? 'pass' : 'fail',
    line: compareVerdict(compared, without),
    ...{ base: compared.base, next: compared.next, threshold: compared.options.threshold },
    ...{ judged: judgedCells(compared), counts: compared.counts },
    despite: compared.differences.map(({ text }) => text),
    notes: compared.notes,
    damage: compared.damage ?? [],
    changed: compared.cells
      .filter(({ verdict }) => verdict === 'regression' || verdict === 'improvement')
      .map(({ verdict, next, base, ratio, inference }) => {
        const { samples: _, interval: _1, ...of } = next;
        return { verdict, ...of, base: base.median, ratio: ratio?.estimate ?? null, p: inference?.p ?? null };
      }),
    leftOut: missing.map(({ row: { samples: _, interval: _1, ...of }, where }) => ({ where, ...of })),
  };
};
