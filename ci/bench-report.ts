/**
 * `make bench-report`: time and memory of `netknee report` over one, three and ten million observations. They are the example's,
 * given to as many boots as it takes, so that cells, factors and raw packets are those of a real run. Time is to grow as the rows
 * do: seconds per million are printed beside it.
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

/** Rows, and the most that a report of them may take. Seconds of a quiet machine; megabytes of the process at its peak. */
const LOADS = [
  { rows: 1_000_000, seconds: 10, megabytes: 512 },
  { rows: 3_000_000, seconds: 30, megabytes: 1024 },
  { rows: 10_000_000, seconds: 100, megabytes: 1024 },
];
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

async function writeRows(path: string, rows: number): Promise<number> {
  const { header, trials } = await linesByTrial();
  const copies = Math.ceil(rows / trials.reduce((sum, lines) => sum + lines.length, 0));
  const out = createWriteStream(path);
  out.write(`${header}\n`);
  let row = 0;
  for (const lines of trials) {
    for (let copy = 0; copy < copies; copy += 1) {
      for (const line of lines) {
        row += 1;
        if (row <= rows && !out.write(`${copyOf(line, copy)}\n`)) await once(out, 'drain');
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
  await writeFile(join(folder, 'manifest.json'), await manifestText());
  const program =
    "process.on('exit', () => process.stderr.write(`\\nmaxrss ${process.resourceUsage().maxRSS}\\n`));" +
    `await import(${JSON.stringify(CLI.href)});`;
  for (const limits of LOADS) {
    const copies = await writeRows(join(folder, 'observations.csv'), limits.rows);
    const began = process.hrtime.bigint();
    const { stderr } = await execa('node', ['--input-type=module', '-e', program, 'report', folder], {
      timeout: 900_000,
    });
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    const megabytes = Number(/maxrss (\d+)/.exec(stderr)?.[1]) / 1024;
    const millions = limits.rows / 1e6;
    process.stdout.write(
      `netknee report of ${millions} million observations (${copies} times the boots of the example): ` +
        `${seconds.toFixed(1)} s (limit ${limits.seconds} s), ${(seconds / millions).toFixed(1)} s per million, ` +
        `${megabytes.toFixed(0)} MB at most (limit ${limits.megabytes} MB)\n`,
    );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
