import { type FileHandle, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { declaredFactors } from '../../cells/declared-factors.js';
import { observationCsv, observationHeader } from '../../cells/observation-csv.js';
import { sampleCollector } from '../../cells/samples.js';
import { summariseCells } from '../../cells/summarise.js';
import type { SummaryRow } from '../../cells/summary-row.js';
import type { JudgedClaim } from '../../claims/judge.js';
import { EXIT, Failure } from '../../failure.js';
import { isMissing, openRegular, readTextIfThere } from '../../machine/files/regular-file.js';
import { buildReport } from '../../report/build-report.js';
import type { Trust } from '../../report/report-trust.js';
import type {
  FactorDeclaration,
  Manifest,
  Observation,
  Plan,
  StoredAttachment,
  TrialRecord,
  TrialRows,
} from '../../types.js';
import type { TrialResults } from '../trial/trial.js';
import { Damage } from './damage.js';
import { exchangeFiles } from './exchange-files.js';
import { readManifest } from './manifest.js';
import { parseAttachments } from './parse-attachments.js';
import { reportAssets } from './report-assets.js';
import { streamObservations } from './stream-observations.js';
import { NO_ROWS, rowProblems, rowsOf, TrialDigests } from './trial-digests.js';
import { openNew, writeDurably } from './write-durably.js';

/** Where a trial's own records and observations stand. */
export const rawFolder = (results: string, trial: string): string => join(results, 'raw', trial);

const CSV = 'observations.csv';

const ATTACHMENTS = 'attachments.json';

/** Bytes of a CSV that are read at once. */
const PIECE = 1 << 18;

/**
 * Writes what one trial measured and showed beside its raw output; a former attempt's is replaced. It is on the disk when
 * this returns.
 * @returns what the manifest keeps of it
 */
export async function writeTrialResults(
  results: string,
  declared: readonly FactorDeclaration[],
  trial: string,
  { observations, attachments }: TrialResults,
): Promise<TrialRows> {
  const folder = rawFolder(results, trial);
  const csv = observationCsv(observations, declared);
  await writeDurably(join(folder, CSV), csv);
  if (attachments.length > 0)
    await writeDurably(join(folder, ATTACHMENTS), `${JSON.stringify(attachments)}\n`);
  return rowsOf(csv);
}

/** Whether what a trial measured still stands beside its raw output, as its record says; of older records nothing is known. */
export async function hasItsRows(
  results: string,
  { id, rows }: Pick<TrialRecord, 'id' | 'rows'>,
): Promise<boolean> {
  if (rows === undefined) return true;
  const digests = new TrialDigests();
  try {
    for await (const piece of piecesOf(join(rawFolder(results, id), CSV))) digests.add(piece);
    const [found = NO_ROWS, ...others] = digests.end().values();
    return others.length === 0 && isDeepStrictEqual(found, rows);
  } catch {
    // Missing, no file, or rows of a trial in two places: it is measured again.
    return false;
  }
}

/** What the probes of all trials showed beside numbers, in the order of the plan. */
export async function readAttachments(results: string, plan: Plan): Promise<StoredAttachment[]> {
  const all: StoredAttachment[] = [];
  for (const { id } of plan.trials) {
    const text = await readTextIfThere(join(rawFolder(results, id), ATTACHMENTS));
    if (text !== undefined) all.push(...parseAttachments(text, id));
  }
  return all;
}

/** Puts observations.csv together from its trials, in the order of the plan, and replaces it as one act. */
export async function gatherObservations(
  results: string,
  { plan, scenarios }: Pick<Manifest, 'plan' | 'scenarios'>,
): Promise<void> {
  const path = join(results, CSV);
  const header = observationHeader(declaredFactors(scenarios));
  const file = await openNew(`${path}.new`);
  try {
    await file.writeFile(header);
    for (const { id } of plan.trials)
      await appendRows(file, header.length, join(rawFolder(results, id), CSV));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

/** The rows of a trial's own CSV, in pieces: the file is never held whole. A trial that did not run has none. */
async function appendRows(file: FileHandle, headerLength: number, path: string): Promise<void> {
  let header = headerLength;
  try {
    for await (const piece of piecesOf(path)) {
      await file.writeFile(piece.slice(header));
      header = Math.max(0, header - piece.length);
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

async function* piecesOf(path: string): AsyncGenerator<string> {
  const file = await openRegular(path);
  for await (const piece of file.createReadStream({ encoding: 'utf8', highWaterMark: PIECE }))
    yield String(piece);
}

/** What `readObservations` needs of a manifest. */
type Measured = Pick<Manifest, 'run' | 'plan' | 'trials' | 'scenarios'>;

/** The cells of a results folder, read as a stream: the file is never held whole. @throws Failure as `readObservations` does */
export async function readSummary(results: string, manifest: Measured): Promise<SummaryRow[]> {
  const collector = sampleCollector();
  await readObservations(results, manifest, collector.add);
  return summariseCells(collector.cells(), manifest.scenarios);
}

/** Hands rows on that are of this run and a trial of its plan. */
function onlyOf({ run, plan }: Measured, onObservation: (observation: Observation) => void) {
  const planned = new Set(plan.trials.map(({ id }) => id));
  let row = 0;
  return (observation: Observation): void => {
    row += 1;
    if (observation.run !== run) throw new Error(`row ${row} is of run "${observation.run}", not of ${run}`);
    if (!planned.has(observation.trial)) {
      throw new Error(`row ${row} is of trial "${observation.trial}", which is not in the plan of ${run}`);
    }
    onObservation(observation);
  };
}

/**
 * Every row of a results folder, one after the other.
 * @throws Failure (io) as `streamObservations` does, for a row of another run or of a trial that is not in the plan, and
 *   when a trial's rows are not those that its record in the manifest has; by then all rows were handed on
 */
export async function readObservations(
  results: string,
  manifest: Measured,
  onObservation: (observation: Observation) => void,
): Promise<void> {
  const found = await streamObservations(
    join(results, CSV),
    declaredFactors(manifest.scenarios),
    onlyOf(manifest, onObservation),
  );
  const problems = rowProblems(found, manifest.trials);
  if (problems.length === 0) return;
  throw new Failure({
    what: `${join(results, CSV)} is not what was measured`,
    exit: EXIT.io,
    tail: problems.join('\n'),
    remedy: `netknee run --resume ${results} puts it together again and measures what is lost; or copy the folder again. To go on knowingly with the rows that are good: --allow-mismatch damage.`,
  });
}

/** Those rows of a damaged results folder that are good. @returns what was left out, a line a trial; none of a whole one */
async function readGoodObservations(
  results: string,
  manifest: Measured,
  onObservation: (observation: Observation) => void,
): Promise<string[]> {
  const damage = new Damage(manifest.plan.trials.map(({ id }) => id));
  const take = (observation: Observation): void => {
    damage.take(observation);
    onObservation(observation);
  };
  const found = await streamObservations(
    join(results, CSV),
    declaredFactors(manifest.scenarios),
    onlyOf(manifest, take),
    (trial, error) => damage.leaveOut(trial, error.message),
  );
  return damage.lines(found, manifest.trials);
}

/** What a report is made of, and what it says of the claims. */
export interface Concluded extends ReadRun {
  judged: JudgedClaim[];
  trust: Trust;
}

/** A results folder as far as it is needed to conclude from it. */
export interface ReadRun {
  manifest: Manifest;
  summary: readonly SummaryRow[];
  /** What was left out of damaged rows, a line a trial; empty when all is whole. */
  damage: readonly string[];
}

export interface ReadOptions {
  /** Go on with the rows that are good. */
  despiteDamage?: boolean;
}

export interface WriteOptions extends ReadOptions {
  /** Figures as PNG too. */
  png?: boolean;
  /** `paper/` too. */
  paper?: boolean;
}

/** @throws Failure as `readObservations` does, but for rows, where damage is allowed */
export async function readRun(
  results: string,
  { despiteDamage = false }: ReadOptions = {},
): Promise<ReadRun> {
  const manifest = await readManifest(results);
  if (!despiteDamage) return { manifest, summary: await readSummary(results, manifest), damage: [] };
  const collector = sampleCollector();
  const damage = await readGoodObservations(results, manifest, collector.add);
  return { manifest, summary: summariseCells(collector.cells(), manifest.scenarios), damage };
}

/**
 * Rebuilds summary, tables, figures and report of a results folder from observations.csv, manifest.json and the
 * attachments beside the raw output.
 */
export async function writeReport(results: string, options: WriteOptions = {}): Promise<Concluded> {
  const { manifest, summary, damage } = await readRun(results, options);
  const attachments = await readAttachments(results, manifest.plan);
  const assets = await reportAssets(options);
  const { files, judged, trust } = await buildReport(manifest, summary, attachments, assets, damage);
  // What a former report had and this one has not would look like a result.
  exchangeFiles(results, files, ['tables', 'figures', 'exports', 'paper']);
  return { manifest, summary, damage, judged, trust };
}
