import { resolve } from 'node:path';
import { EXIT, Failure } from '../failure.js';
import { say } from '../machine/host/terminal.js';
import { netkneeVersion } from '../run/config/version.js';
import { readManifest } from '../run/results/manifest.js';
import { verifyResults } from '../run/results/verify.js';

/** Lines of one check; the rest is counted. */
const MOST_LINES = 12;

/** Says of each thing that must hold of a results folder whether it does. @throws Failure with exit 1 when one does not */
export async function verify(folder: string): Promise<void> {
  const checks = await verifyResults(resolve(folder));
  for (const { what, problems, skipped } of checks) {
    const state = skipped === undefined ? (problems.length === 0 ? 'yes' : 'NO') : 'not asked';
    say(`${state.padEnd(9)} ${what}${skipped === undefined ? '' : `: ${skipped}`}\n`);
    for (const line of problems.slice(0, MOST_LINES)) say(`            ${line}\n`);
    if (problems.length > MOST_LINES) say(`            and ${problems.length - MOST_LINES} more\n`);
  }
  const broken = checks.filter(({ problems }) => problems.length > 0);
  if (broken.length === 0) return;
  throw new Failure({
    what: `${folder} is not whole: ${broken.length} of ${checks.length} things do not hold`,
    exit: EXIT.trialsFailed,
    remedy: await remedyOf(folder),
  });
}

async function remedyOf(folder: string): Promise<string> {
  const { netknee } = await readManifest(resolve(folder));
  const now = await netkneeVersion();
  const other =
    netknee.commit === now.commit
      ? ''
      : `\nIt was measured by netknee ${netknee.version}, commit ${netknee.commit.slice(0, 12)}: another one may draw a report otherwise.`;
  return `netknee run --resume ${folder} measures what is lost; netknee report ${folder} builds the report again.${other}`;
}
