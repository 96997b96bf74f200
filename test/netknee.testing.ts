import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { declaredFactors } from '../harness/cells/declared-factors.js';
import { parseObservations } from '../harness/cells/observation-parse.js';
import { packageRoot } from '../harness/machine/host/places.js';
import type { Manifest, Observation } from '../harness/types.js';

/** The built command line: what a user calls. `make test` builds it first. */
export const CLI = join(packageRoot, 'dist/harness/cli.js');

const folders: string[] = [];

/** A folder that is removed when mocha ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'netknee-test-'));
  folders.push(folder);
  return folder;
}

let home: Promise<string> | undefined;

/** Cache and state of these tests alone; baked once, on first use. */
export async function environment(): Promise<Record<string, string>> {
  home ??= temporaryFolder();
  const folder = await home;
  return { XDG_CACHE_HOME: join(folder, 'cache'), XDG_STATE_HOME: join(folder, 'state') };
}

/** Ended by us rather than by a test's own limit, a call that never ends still shows what it printed. */
const CALL_LIMIT_MS = 1_200_000;

/** Calls the command line, in an empty folder, and never fails by itself. */
export async function netknee(argv: string[], options: { env?: Record<string, string>; cwd?: string } = {}) {
  assert.ok(existsSync(CLI), `${CLI} is not there: call the tests by \`make test\``);
  return execa('node', [CLI, ...argv], {
    cwd: options.cwd ?? (await temporaryFolder()),
    env: { ...(await environment()), ...options.env },
    reject: false,
    stdin: 'ignore',
    timeout: CALL_LIMIT_MS,
  });
}

/** What a run left. */
export interface Results {
  folder: string;
  manifest: Manifest;
  observations: Observation[];
  report: string;
}

/** The one run under an `--out` folder. */
export async function resultsIn(out: string): Promise<Results> {
  const names = await readdir(out);
  assert.equal(names.length, 1, `one run in ${out}, found: ${names.join(', ')}`);
  return readResults(join(out, names[0] as string));
}

/** What stands in a results folder. */
export async function readResults(folder: string): Promise<Results> {
  const text = (name: string) => readFile(join(folder, name), 'utf8');
  const manifest = JSON.parse(await text('manifest.json')) as Manifest;
  return {
    folder,
    manifest,
    observations: parseObservations(await text('observations.csv'), declaredFactors(manifest.scenarios)),
    report: await text('report.md').catch(() => ''),
  };
}

/** Pids of guests that a state folder knows of: that of these tests, unless another is named. */
export async function recordedGuests(state?: string): Promise<number[]> {
  const folder = join(state ?? ((await environment()).XDG_STATE_HOME as string), 'netknee/machines');
  const names = await readdir(folder).catch(() => [] as string[]);
  const records = await Promise.all(
    names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '{}')),
  );
  return records.flatMap((text) => {
    const { process } = (text === '' ? {} : JSON.parse(text)) as { process?: { pid: number } | null };
    return process === undefined || process === null ? [] : [process.pid];
  });
}

/** Values of one cell's metric. */
export function valuesOf(
  observations: Observation[],
  metric: string,
  where: Readonly<Record<string, unknown>> = {},
): number[] {
  const wanted = Object.entries(where);
  return observations
    .filter(
      (row) =>
        row.metric === metric &&
        wanted.every(([key, value]) => ({ ...row.factors, ...row })[key as keyof Observation] === value),
    )
    .map(({ value }) => value);
}

after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** A run of seconds: one instruction-clock trial of two levels. */
export const SMALL = [
  'run',
  'netns-create',
  '--clock',
  'instructions',
  '--boots',
  '1',
  '--iterations',
  '2',
  '--levels',
  '0,100',
];
