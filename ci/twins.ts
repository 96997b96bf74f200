/**
 * One variant under two names: netns-create with upstream twice, side by side in the same boots, where every difference is a false one.
 * Measures it, or takes a run that is there, and rewrites the second half of docs/aa.md: npx tsx ci/twins.ts [RUN]
 * Exit code 1 when the adjusted test calls a cell a change.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { compareTreatments } from '../harness/effects/comparison.js';
import { readRun } from '../harness/run/results/results.js';
import { wilson } from '../harness/stats/wilson.js';
import type { Clock } from '../harness/types.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LEVELS = Array.from({ length: 30 }, (_, i) => i * 15);
const METRICS = ['create_latency', 'delete_latency'];
const HEADING = '## One variant under two names';

/** The scenario: that of netns-create, but for what is said of variants that this one has not. */
const SCENARIO = `import given from '${join(ROOT, 'scenarios/netns-create/scenario.ts')}';
import { defineScenario } from '${join(ROOT, 'harness/index.ts')}';
const upstream = given.variants.find(({ name }) => name === 'upstream')!;
const { claimsOfVariant, bisect, answer, check, ...rest } = given;
export default defineScenario({
  ...rest,
  name: 'twins',
  title: 'one build under two names',
  variants: [upstream, { ...upstream, name: 'again' }],
  ...{ passes: [], claims: [], comparisons: [], scalings: [], tables: [], figures: [], sweeps: [], predictions: [] },
});
`;

async function measured(): Promise<string> {
  const folder = join(mkdtempSync(join(tmpdir(), 'netknee-twins-')), 'twins');
  mkdirSync(folder);
  cpSync(join(ROOT, 'scenarios/netns-create/guest'), join(folder, 'guest'), { recursive: true });
  writeFileSync(join(folder, 'scenario.ts'), SCENARIO);
  const out = mkdtempSync(join(tmpdir(), 'netknee-aa-'));
  const words = ['run', folder, '--profile', 'quick', '--levels', LEVELS.join(), '--jobs', 'auto', '--out', out];
  await execa('npx', ['--no-install', 'netknee', ...words], { stdio: 'inherit', cwd: ROOT });
  return join(out, readdirSync(out)[0]!);
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const share = (hits: number, n: number): string => {
  const { low, high } = wilson(hits, n);
  return `${hits} of ${n} (${percent(low)}–${percent(high)})`;
};

const run = process.argv[2] ?? (await measured());
const { manifest, summary } = await readRun(run);
const families = METRICS.flatMap((metric) =>
  compareTreatments({ before: { variant: 'upstream' }, after: { variant: 'again' } }, metric, summary),
);
const rows = (['instructions', 'wall'] as const).map((clock: Clock) => {
  const cells = families.filter(({ before }) => before.clock === clock);
  const apart = cells.map(({ ratio }) => Math.abs((ratio?.estimate ?? 1) - 1)).sort((a, b) => a - b);
  const alone = cells.filter(
    ({ ratio }) => ratio?.interval.kind === 'interval' && (ratio.interval.low > 1 || ratio.interval.high < 1),
  );
  const significant = cells.filter(({ inference }) => (inference?.p ?? 1) <= 0.05);
  const boots = Math.max(...cells.map(({ ratio }) => ratio?.boots ?? 0));
  return {
    wrong: significant.length,
    text:
      `| ${clock} | ${boots} | ${cells.length} | ${percent(apart[Math.floor(apart.length / 2)]!)}, ${percent(apart.at(-1)!)} | ` +
      (clock === 'wall'
        ? `${share(alone.length, cells.length)} | ${share(significant.length, cells.length)} |`
        : 'not tested | not tested |'),
  };
});
const section = `${HEADING}

\`upstream\` of netns-create twice, side by side in the same boots, at ${LEVELS.length} levels up to ${LEVELS.at(-1)} namespaces, both metrics. Made by \`make aa\` with netknee
${manifest.netknee.version}, commit \`${manifest.netknee.commit.slice(0, 12)}\`.

| clock | boots | cells | ratio differs from 1 by: median, most | own 95 % interval leaves 1 out | called a change by the adjusted test |
| --- | ---: | ---: | ---: | ---: | ---: |
${rows.map(({ text }) => text).join('\n')}

Six boots have an interval from the smallest to the largest of them, which leaves 1 out in 2 of 64 cells by chance. The adjusted test holds
5 % for all cells of a metric together.
`;
const page = fileURLToPath(new URL('../docs/aa.md', import.meta.url));
const before = readFileSync(page, 'utf8').split(HEADING)[0]!.trimEnd();
writeFileSync(page, `${before}\n\n${section}`);
process.stdout.write(section);
process.exitCode = rows.some(({ wrong }) => wrong > 0) ? 1 : 0;
