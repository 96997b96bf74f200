import { join, resolve } from 'node:path';
import { withUndo } from '../machine/undo.js';
import { lockFolder } from '../run/folder-lock.js';
import { readManifest } from '../run/manifest.js';
import { writeReport } from '../run/results.js';
import { parsePredict, predictLines } from './predict.js';
import { refuseContradicted, verdictLines } from './verdict-lines.js';

/** Rebuilds summary, claims, tables, figures and report of a results folder. */
export async function report(folder: string, options: { strict?: boolean; predict?: string }): Promise<void> {
  const machine = options.predict === undefined ? undefined : parsePredict(options.predict);
  const concluded = await withUndo(async (undo) => {
    // What is no results folder stays as it is.
    await readManifest(resolve(folder));
    await lockFolder(resolve(folder), undo);
    return writeReport(resolve(folder));
  });
  const { judged } = concluded;
  const lines = verdictLines(judged);
  if (lines !== undefined) process.stdout.write(`${lines}\n`);
  process.stdout.write(`${join(folder, 'report.md')}\n`);
  if (machine !== undefined) process.stdout.write(`${predictLines(resolve(folder), concluded, machine)}\n`);
  if (options.strict === true) refuseContradicted(judged);
}
