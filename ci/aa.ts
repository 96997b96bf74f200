/**
 * One build of everything against itself: what differs between two runs of one plan differs by chance. Runs the default plan twice, or
 * takes two runs that are there, counts how often the comparison says otherwise, and rewrites docs/aa.md: npx tsx ci/aa.ts [RUN RUN]
 * Exit code 1 when a cell is called a change at the threshold.
 */
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { compareRuns } from '../harness/compare/compare-runs.js';
import type { JudgedCell } from '../harness/compare/judge-cells.js';
import { readRun } from '../harness/run/results/results.js';
import { wilson } from '../harness/stats/wilson.js';
import type { Clock } from '../harness/types.js';

const THRESHOLDS: Record<Clock, number> = { instructions: 0.01, wall: 0.05 };

/** Two runs of the default plan, one after the other. */
async function measuredTwice(): Promise<[string, string]> {
  const out = mkdtempSync(join(tmpdir(), 'netknee-aa-'));
  for (let i = 0; i < 2; i++) {
    await execa('npx', ['--no-install', 'netknee', 'run', '--jobs', 'auto', '--out', out], { stdio: 'inherit' });
  }
  return readdirSync(out)
    .sort()
    .map((name) => join(out, name)) as [string, string];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const share = (hits: number, n: number): string => {
  const { low, high } = wilson(hits, n);
  return `${hits} of ${n} (${percent(low)}–${percent(high)})`;
};

/** Whether a cell's own interval leaves 1 out: what one cell would be called by itself. */
const excludesOne = ({ ratio }: JudgedCell): boolean =>
  ratio?.interval.kind === 'interval' && (ratio.interval.low > 1 || ratio.interval.high < 1);

const [first, second] = process.argv[3] === undefined ? await measuredTwice() : (process.argv.slice(2) as [string, string]);
const [base, next] = [await readRun(first), await readRun(second)];
const lines = (['instructions', 'wall'] as const).map((clock) => {
  const threshold = THRESHOLDS[clock];
  const { cells } = compareRuns(base, next, { threshold, despite: [], clocks: [clock] });
  const judged = cells.filter(({ verdict }) => verdict !== 'not judged');
  const changed = judged.filter(({ verdict }) => verdict === 'regression' || verdict === 'improvement');
  const alone = judged.filter(excludesOne);
  const tested = judged.filter(({ ratio }) => ratio?.interval.kind === 'interval');
  return {
    changed: changed.length,
    text:
      `| ${clock} | ${judged.length} | ${percent(threshold)} | ${share(changed.length, judged.length)} | ` +
      `${clock === 'wall' && tested.length > 0 ? share(alone.length, tested.length) : 'not tested: no sampling error'} |`,
  };
});
const { netknee, host, trials } = next.manifest;
const text = `# A/A: one build against itself

Two runs of the default plan (\`make bench\`, profile ${next.manifest.plan.profile}, plan \`${next.manifest.plan.digest.slice(0, 12)}\`, ${trials.length} trials each), compared cell by cell. Whatever is
called a change here is a false one. Made by \`make aa\` with netknee ${netknee.version}, commit \`${netknee.commit.slice(0, 12)}\`, on ${host.cpu ?? 'a host'}.

| clock | cells judged | threshold | called a change by \`compare\` | own 95 % interval leaves 1 out |
| --- | ---: | ---: | ---: | ---: |
${lines.map((line) => line.text).join('\n')}

In ( ) Wilson's 95 % interval of the share. \`compare\` adjusts p for all cells of a clock and wants a change beyond the threshold; the last
column is what each cell by itself would be called, of which one in twenty is due.
`;
writeFileSync(new URL('../docs/aa.md', import.meta.url), text);
process.stdout.write(text);
process.exitCode = lines.some(({ changed }) => changed > 0) ? 1 : 0;
