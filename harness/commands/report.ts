import { join, resolve } from 'node:path';
import { say } from '../machine/host/terminal.js';
import { withCleanup } from '../machine/process/cleanup.js';
import { lockFolder } from '../run/results/folder-lock.js';
import { readManifest } from '../run/results/manifest.js';
import { writeReport } from '../run/results/results.js';
import { damageLines, onlyDamage } from './despite-damage.js';
import { forTerminal } from './for-terminal.js';
import { parsePredict, predictLines } from './predict.js';
import { answerLines, refuseContradicted, verdictLines } from './verdict-lines.js';

/** Rebuilds summary, claims, tables, figures and report of a results folder; with `png` figures in that format too, with `paper` what a paper takes. */
export async function report(
  folder: string,
  options: {
    strict?: boolean;
    predict?: string;
    allowMismatch?: string;
    png?: boolean;
    paper?: boolean;
    verbose?: boolean;
  },
): Promise<void> {
  const machine = options.predict === undefined ? undefined : parsePredict(options.predict);
  const despiteDamage = onlyDamage(options.allowMismatch);
  const concluded = await withCleanup(async (cleanup) => {
    // What is no results folder stays as it is.
    await readManifest(resolve(folder));
    await lockFolder(resolve(folder), cleanup);
    return writeReport(resolve(folder), {
      despiteDamage,
      png: options.png === true,
      paper: options.paper === true,
    });
  });
  const { judged, trust, damage } = concluded;
  say(damageLines(damage));
  const { scenarios } = concluded.manifest;
  const lines = (options.verbose === true ? verdictLines : answerLines)(judged, scenarios, trust);
  if (lines !== undefined) say(`${forTerminal(lines)}\n`);
  say(`${join(folder, 'report.html')}\n`);
  if (machine !== undefined) say(`${predictLines(resolve(folder), concluded, machine)}\n`);
  if (options.strict === true) refuseContradicted(judged);
}
