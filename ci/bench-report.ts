/**
 * `make bench-report`: time and memory of `netknee report` over a million observations. They are the example's, given
 * to as many boots as it takes, so that cells, factors and raw packets are those of a real run.
 */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Manifest } from '../harness/types.js';

const ROWS = 1_000_000;
const LIMITS = { seconds: 10, megabytes: 512 };
const EXAMPLE = fileURLToPath(new URL('../results/example', import.meta.url));
const CLI = new URL('../dist/harness/cli.js', import.meta.url);

/** Columns block and boot of the nth copy: another boot. */
function copyOf(line: string, n: number): string {
  const [run, trial, block, boot, ...rest] = line.split(',');
  return [run, trial, Number(block) + 100 * n, Number(boot) + 100 * n, ...rest].join(',');
}

/** The example's lines, trial by trial: those of a trial follow one another in a file that is whole. */
async function linesByTrial(): Promise<{ header: string; trials: string[][] }> {
  let header = '';
  const trials = new Map<string, string[]>();
  for await (const line of createInterface({ input: createReadStream(join(EXAMPLE, 'observations.csv')) })) {
    if (header === '') {
      header = line;
      continue;
    }
    const trial = line.split(',', 2)[1] ?? '';
    const lines = trials.get(trial);
    if (lines === undefined) trials.set(trial, [line]);
    else lines.push(line);
  }
  return { header, trials: [...trials.values()] };
}

async function writeRows(path: string): Promise<number> {
  const { header, trials } = await linesByTrial();
  const copies = Math.ceil(ROWS / trials.reduce((sum, lines) => sum + lines.length, 0));
  const out = createWriteStream(path);
  out.write(`${header}\n`);
  let row = 0;
  for (const lines of trials) {
    for (let copy = 0; copy < copies; copy += 1) {
      for (const line of lines) {
        row += 1;
        if (row <= ROWS && !out.write(`${copyOf(line, copy)}\n`)) await once(out, 'drain');
      }
    }
  }
  out.end();
  await finished(out);
  return copies;
}

/** The example's manifest without digests of rows: these are not the rows that its trials measured. */
async function manifestText(): Promise<string> {
  const manifest = JSON.parse(await readFile(join(EXAMPLE, 'manifest.json'), 'utf8')) as Manifest;
  const trials = manifest.trials.map(({ rows: _, ...record }) => record);
  return JSON.stringify({ ...manifest, trials });
}

const folder = await mkdtemp(join(tmpdir(), 'netknee-bench-report-'));
try {
  const copies = await writeRows(join(folder, 'observations.csv'));
  await writeFile(join(folder, 'manifest.json'), await manifestText());
  const program =
    "process.on('exit', () => process.stderr.write(`\\nmaxrss ${process.resourceUsage().maxRSS}\\n`));" +
    `await import(${JSON.stringify(CLI.href)});`;
  const began = process.hrtime.bigint();
  const { stderr } = await execa('node', ['--input-type=module', '-e', program, 'report', folder], {
    timeout: 300_000,
  });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const megabytes = Number(/maxrss (\d+)/.exec(stderr)?.[1]) / 1024;
  process.stdout.write(
    `netknee report of ${ROWS} observations (${copies} times the boots of the example): ` +
      `${seconds.toFixed(1)} s (limit ${LIMITS.seconds} s), ${megabytes.toFixed(0)} MB at most (limit ${LIMITS.megabytes} MB)\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
