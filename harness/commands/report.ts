import { join, resolve } from 'node:path';
import { say } from '../machine/terminal.js';
import { writeReport } from '../run/results.js';
import { parsePredict, predictLines } from './predict.js';
import { refuseContradicted, verdictLines } from './verdict-lines.js';

/** Rebuilds summary, claims, tables, figures and report of a results folder. */
export async function report(folder: string, options: { strict?: boolean; predict?: string }): Promise<void> {
  const machine = options.predict === undefined ? undefined : parsePredict(options.predict);
  const concluded = await writeReport(resolve(folder));
  const { judged } = concluded;
  const lines = verdictLines(judged);
  if (lines !== undefined) say(`${lines}\n`);
  say(`${join(folder, 'report.md')}\n`);
  if (machine !== undefined) say(`${predictLines(resolve(folder), concluded, machine)}\n`);
  if (options.strict === true) refuseContradicted(judged);
}
