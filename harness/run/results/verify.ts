import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { trialsOfShard } from '../../design/shard.js';
import { Failure } from '../../failure.js';
import { openRegular, readTextIfThere } from '../../machine/files/regular-file.js';
import { buildReport } from '../../report/build-report.js';
import type { Manifest, Scenario } from '../../types.js';
import { begunScenarios, requireBegunPlan, requireOwnDigest } from '../plan/begun-plan.js';
import { discover } from '../plan/discover.js';
import { readJournal } from './journal.js';
import { readManifest } from './manifest.js';
import { reportAssets } from './report-assets.js';
import { hasItsRows, type ReadRun, rawFolder, readAttachments, readRun } from './results.js';

/** One thing that must hold of a results folder. */
export interface Check {
  /** As a sentence that is true when there are no problems. */
  what: string;
  /** Why it does not hold, a line each. */
  problems: string[];
  /** Why it could not be asked; not a problem. */
  skipped?: string;
}

/** Folders below a results folder that hold nothing but what the report is made of. */
const MADE = ['tables', 'figures', 'exports', 'paper'];

/** A scenario of somebody's own that is gone, or was never run here, can't be asked: that says nothing against the run. */
async function planOf(manifest: Manifest): Promise<Check> {
  const what = 'the plan is what the run was begun with';
  const intact = await check(what, async () => requireOwnDigest(manifest));
  if (intact.problems.length > 0) return intact;
  let scenarios: Scenario[];
  try {
    scenarios = await begunScenarios(manifest, []);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const shipped = (await discover()).map(({ name }) => name);
    const isForeign = manifest.scenarios.some(({ name }) => !shipped.includes(name));
    return isForeign ? { what, problems: [], skipped: error.message } : { what, problems: [error.message] };
  }
  return check(what, () => requireBegunPlan(manifest, scenarios));
}

/**
 * Asks of a results folder whether it is whole and follows from itself: its plan from its words, its trials from its plan, its
 * rows from what each trial measured, and summary, claims, tables, figures and report from those rows. Nothing is written.
 * @throws Failure when there is no manifest that can be read: then nothing can be asked
 */
export async function verifyResults(folder: string): Promise<Check[]> {
  const manifest = await readManifest(folder);
  const checks = [
    await planOf(manifest),
    { what: 'every trial of the plan was measured', problems: missingTrials(manifest) },
    await rawRows(folder, manifest),
    await journalOf(folder),
  ];
  let run: ReadRun | undefined;
  checks.push(
    await check('observations.csv has the rows that were measured, and no other', async () => {
      run = await readRun(folder);
    }),
  );
  const what = 'summary, claims, tables, figures and report follow from the observations';
  checks.push(
    run === undefined
      ? { what, problems: [], skipped: 'the observations are not whole' }
      : { what, problems: await reportProblems(folder, run) },
  );
  return checks;
}

/** @returns the check with what a Failure says, when one is thrown */
async function check(what: string, work: () => Promise<void>): Promise<Check> {
  try {
    await work();
    return { what, problems: [] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const tail = error.details.tail ?? '';
    return { what, problems: [error.message, ...(tail === '' ? [] : tail.split('\n'))] };
  }
}

function missingTrials({ plan, shard, trials, endedAt }: Manifest): string[] {
  const status = new Map(trials.map((record) => [record.id, record.status]));
  const lines = trialsOfShard(plan, shard).flatMap(({ id }) => {
    const found = status.get(id);
    if (found === undefined) return [`${id}: not measured`];
    return found === 'failed' ? [`${id}: failed`] : [];
  });
  return [...(endedAt === null ? ['the run has not ended'] : []), ...lines];
}

/** What each trial measured stands beside its raw output too; a baseline keeps no raw output. */
async function rawRows(folder: string, { trials }: Manifest): Promise<Check> {
  const what = 'what each trial measured stands in raw/ as it was written';
  const stands = trials.some(({ id }) => existsSync(join(rawFolder(folder, id), 'observations.csv')));
  if (!stands) return { what, problems: [], skipped: 'no raw rows were kept, as in a baseline' };
  const problems: string[] = [];
  for (const record of trials) {
    const place = join(rawFolder(folder, record.id), 'observations.csv');
    if (record.rows?.rows === 0 && !existsSync(place)) continue;
    if (record.rows === undefined) problems.push(`${record.id}: the manifest has no digest of its rows`);
    else if (!(await hasItsRows(folder, record)))
      problems.push(`${record.id}: ${place} is not what was measured`);
  }
  return { what, problems };
}

async function journalOf(folder: string): Promise<Check> {
  const what = 'journal.jsonl is whole';
  const text = await readTextIfThere(join(folder, 'journal.jsonl'));
  if (text === undefined) return { what, problems: [], skipped: 'there is none' };
  const whole = readJournal(text).reduce((length, { line }) => length + line.length + 1, 0);
  return { what, problems: whole === text.length ? [] : [`its end is torn after ${whole} characters`] };
}

/** Builds the report again, without writing it, and compares every file, byte for byte. */
async function reportProblems(folder: string, { manifest, summary }: ReadRun): Promise<string[]> {
  const attachments = await readAttachments(folder, manifest.plan);
  const asked = { png: await hasPng(folder), paper: existsSync(join(folder, 'paper')) };
  const { files } = await buildReport(manifest, summary, attachments, await reportAssets(asked));
  const problems: string[] = [];
  for (const [path, content] of files) {
    const found = await bytesOf(join(folder, path));
    // A copy without raw output need not have what is made by the hundred either.
    if (found === undefined && manifest.raw === 'not kept' && path.includes('/')) continue;
    if (found === undefined) problems.push(`${path}: missing, or no file`);
    else if (!found.equals(Buffer.from(content)))
      problems.push(`${path}: does not follow from the observations`);
  }
  for (const top of MADE) {
    const names = await readdir(join(folder, top), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of names.filter((one) => !one.isDirectory())) {
      const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
      if (!files.has(path)) problems.push(`${path}: nothing makes it`);
    }
  }
  return problems;
}

/** Whether the report was asked for PNG figures. */
const hasPng = async (folder: string): Promise<boolean> =>
  (await readdir(join(folder, 'figures')).catch(() => [])).some((name) => name.endsWith('.png'));

async function bytesOf(path: string): Promise<Buffer | undefined> {
  const file = await openRegular(path).catch(() => undefined);
  return file?.readFile().finally(() => file.close());
}
