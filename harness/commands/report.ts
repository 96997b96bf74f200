import { join, resolve } from 'node:path';
import { writeReport } from '../run/results.js';

/** Rebuilds summary, tables, figures and report of a results folder. */
export async function report(folder: string): Promise<void> {
  await writeReport(resolve(folder));
  process.stdout.write(`${join(folder, 'report.md')}\n`);
}
