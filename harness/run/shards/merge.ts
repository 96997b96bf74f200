import { constants, existsSync } from 'node:fs';
import { cp, lstat, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { declaredFactors } from '../../cells/declared-factors.js';
import { observationHeader } from '../../cells/observation-csv.js';
import type { JudgedClaim } from '../../claims/judge.js';
import { EXIT, Failure } from '../../failure.js';
import { isMissing, readText } from '../../machine/files/regular-file.js';
import { makeResultsFolder } from '../../machine/host/make-folder.js';
import { withCleanup } from '../../machine/process/cleanup.js';
import type { Manifest, Scenario } from '../../types.js';
import { requireBegunPlan } from '../plan/begun-plan.js';
import { readManifest, writeManifest } from '../results/manifest.js';
import type { Concluded } from '../results/results.js';
import { gatherObservations, writeReport } from '../results/results.js';
import { mergeJournals } from './merge-journals.js';
import { mergeManifests } from './merge-manifests.js';

export interface MergeRequest {
  folders: readonly string[];
  /** The results folder to make; must not be there. The default follows from the run. */
  out: string | ((run: string) => string);
  /** Take what there is: trials of the plan may be missing. */
  partial: boolean;
  /** Of which the parts are; those of this netknee when not said. */
  scenarios?: readonly Scenario[] | undefined;
  /** Ends the merge in order: nothing of it stays. */
  signal?: AbortSignal | undefined;
}

const fail = (what: string, remedy: string) => new Failure({ what, exit: EXIT.usage, remedy });

/**
 * Puts the parts of one run together as one results folder: manifest, raw output, journal, observations, report.
 * The parts stay as they are. The folder appears whole or not at all.
 *
 * @throws Failure as `requireBegunPlan` and `mergeManifests` do, when the folder is there, when a part lacks its raw output, and on an interruption
 */
export async function mergeRuns(
  request: MergeRequest,
): Promise<{ folder: string; manifest: Manifest; judged: JudgedClaim[]; trust: Concluded['trust'] }> {
  const { folders, partial, signal } = request;
  if (folders.length === 0) throw fail('there is nothing to merge', 'Name the folders of the shards.');
  const parts = [];
  for (const folder of folders) parts.push({ folder, manifest: await readManifest(folder) });
  for (const { manifest } of parts) await requireBegunPlan(manifest, request.scenarios);
  const manifest = mergeManifests(parts, partial);
  const out = typeof request.out === 'string' ? request.out : request.out(manifest.run);
  if (existsSync(out)) throw fail(`${out} is already there`, 'Name another folder with --out, or remove it.');
  const making = `${out}.merging-${process.pid}`;
  return withCleanup(async (cleanup) => {
    cleanup.register('half-made folder', () => rm(making, { recursive: true, force: true }));
    await makeResultsFolder(join(making, 'raw'));
    for (const folder of folders) await copyRaw(folder, making, signal);
    await gatherObservations(making, manifest);
    goOnUnless(signal);
    await requireAllObservations(folders, making, manifest);
    const journals = await Promise.all(folders.map((folder) => textOf(folder, 'journal.jsonl')));
    await writeFile(join(making, 'journal.jsonl'), mergeJournals(journals));
    await writeManifest(making, manifest);
    goOnUnless(signal);
    const { judged, trust } = await writeReport(making);
    goOnUnless(signal);
    await rename(making, out);
    return { folder: out, manifest, judged, trust };
  });
}

function goOnUnless(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new Failure({ what: 'interrupted; the parts are as they were', exit: EXIT.interrupted });
}

/** Copies, as clones where the file system has them: a link would let a later --resume write into the part. */
async function copyRaw(folder: string, out: string, signal: AbortSignal | undefined): Promise<void> {
  const raw = join(folder, 'raw');
  const names = await readdir(raw).catch((error) => {
    if (error.code === 'ENOENT') throw incomplete(raw);
    throw error;
  });
  for (const name of names) {
    goOnUnless(signal);
    const to = join(out, 'raw', name);
    if (existsSync(to))
      throw fail(`raw/${name} is in two parts`, 'Name each shard once, all of them split alike.');
    const filter = requireOrdinary;
    await cp(join(raw, name), to, { recursive: true, mode: constants.COPYFILE_FICLONE, filter });
  }
}

/** Netknee leaves nothing but files and folders: a link would be followed by whoever opens the merged run. */
async function requireOrdinary(path: string): Promise<boolean> {
  const found = await lstat(path);
  if (found.isFile() || found.isDirectory()) return true;
  throw new Failure({
    what: `${path} is neither a file nor a folder`,
    exit: EXIT.io,
    remedy: 'Take the folder as netknee run left it.',
  });
}

const incomplete = (path: string) =>
  fail(`${path} is missing or incomplete`, 'Copy the whole folder that netknee run made, raw/ and all.');

/** observations.csv comes from raw/, which may have been left behind: then it would silently be too short. */
async function requireAllObservations(
  folders: readonly string[],
  out: string,
  { scenarios }: Pick<Manifest, 'scenarios'>,
): Promise<void> {
  const header = Buffer.byteLength(observationHeader(declaredFactors(scenarios)));
  const rowsOf = async (folder: string) => (await stat(join(folder, 'observations.csv'))).size - header;
  let bytes = 0;
  for (const folder of folders) bytes += await rowsOf(folder);
  if ((await rowsOf(out)) !== bytes)
    throw incomplete(folders.map((folder) => join(folder, 'raw')).join(' or '));
}

async function textOf(folder: string, name: string): Promise<string> {
  return readText(join(folder, name)).catch((error) => {
    throw isMissing(error) ? incomplete(join(folder, name)) : error;
  });
}
