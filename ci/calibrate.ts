/**
 * Simulates what the statistics of harness/stats/ promise, prints the table and rewrites docs/calibration.md.
 * Exit code 1 when a row misses its criterion. Takes some minutes: npx tsx ci/calibrate.ts
 */
import { writeFileSync } from 'node:fs';
import { ALL_BOOTS, ALL_SPREADS, type CalibrationRow, calibrate } from '../harness/stats/calibrate.testing.js';

const SEED = 1;
const RUNS = 2000;

const percent = (share: number): string => (100 * share).toFixed(1);
const cell = ({ measured, low, high, ok }: CalibrationRow): string =>
  `${percent(measured)} (${percent(low)}–${percent(high)})${ok ? '' : ' **missed**'}`;
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A line per question, a column per number of boots and spread. */
function table(rows: readonly CalibrationRow[]): string {
  const settings = ALL_BOOTS.flatMap((boots) => ALL_SPREADS.map((spread) => ({ boots, spread })));
  const columns = settings.map((s) => `${s.boots} boots, sd ${s.spread}`);
  const head = ['share of runs, %', 'design', 'wanted', ...columns];
  const questions = [...new Map(rows.map((row) => [`${row.what} ${row.design}`, row])).values()];
  const lines = questions.map(({ what, design, wanted }) => {
    const same = rows.filter((row) => row.what === what && row.design === design);
    const cells = settings.map((s) => same.find((row) => row.boots === s.boots && row.spread === s.spread));
    return line([what, design, wanted, ...cells.map((row) => (row === undefined ? '' : cell(row)))]);
  });
  return [line(head), line(head.map(() => '---')), ...lines].join('\n');
}

const text = (rows: readonly CalibrationRow[]): string => `# Calibration of the statistics

Do the tests reject as seldom as they say, and do the intervals cover as often? Here the truth is known: ${RUNS}
simulated experiments for each cell of the table, with latencies whose logarithm varies between boots by the
given standard deviation (sd) and between the 10 iterations of a boot by 0.1. Paired arms share their boots,
independent arms do not. Beside each share stands its 95 % interval (Wilson): the noise of the simulation.

Made by \`make calibrate\` (\`npx tsx ci/calibrate.ts\`), seed ${SEED}; same seed, same table. Tests draw
499 relabellings here and up to 8,192 in reports.

${table(rows)}

How to read it:

- *A/A* compares a variant with itself: every rejection is false. The tests look at ten cells at once and adjust for
  that (step-down maxT): one rejection among the ten is an error.
- The line *wrongly* shows why iterations are never pooled: they are not independent, and a test that takes
  them for such calls nothing a difference about as often as not.
- Exact intervals take ranks, so only some coverages can be had; theirs is the least of at least 95 %.
- *A knee* is looked for at the five levels of netns-create, in medians that scatter by 3.7 % about each boot's curve.
- Rows with a criterion fail when chance cannot explain the miss: at 99.9 %, since exact methods sit right
  on their limits and a hundred rows are looked at together.
- *No change* is measured at its margin, the worst case for a false claim of it.
- *Power* and other *reported* rows have no criterion.
`;

const rows = calibrate(SEED, RUNS);
writeFileSync(new URL('../docs/calibration.md', import.meta.url), text(rows));
process.stdout.write(`${table(rows)}\n`);
const missed = rows.filter(({ ok }) => !ok);
for (const { what, design, boots, spread, measured, wanted } of missed) {
  const where = `${what}, ${design}, ${boots} boots, sd ${spread}`;
  process.stderr.write(`missed: ${where}: ${percent(measured)} %, wanted ${wanted}\n`);
}
process.exitCode = missed.length > 0 ? 1 : 0;
