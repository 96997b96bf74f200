import { join, resolve } from 'node:path';
import { EXIT, Failure } from '../failure.js';
import { requireResultsFolder } from '../machine/host/make-folder.js';
import { say } from '../machine/host/terminal.js';
import { mergeRuns } from '../run/shards/merge.js';
import { forTerminal } from './for-terminal.js';
import { answerLines, refuseContradicted, verdictLines } from './verdict-lines.js';

export interface MergeCommandOptions {
  out?: string;
  partial?: boolean;
  strict?: boolean;
  verbose?: boolean;
}

/** One results folder of several parts. @throws Failure with exit 1 when a trial failed in its part */
export async function merge(
  folders: string[],
  options: MergeCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const { out } = options;
  await requireResultsFolder(resolve(out ?? 'results'));
  const { folder, manifest, judged, trust } = await mergeRuns({
    folders: folders.map((one) => resolve(one)),
    out: out === undefined ? (run) => resolve('results', run) : resolve(out),
    partial: options.partial === true,
    signal,
  });
  const lines = (options.verbose === true ? verdictLines : answerLines)(judged, manifest.scenarios, trust);
  if (lines !== undefined) say(`${forTerminal(lines)}\n`);
  say(`${join(folder, 'report.html')}\n`);
  const failed = manifest.trials.filter(({ status }) => status === 'failed');
  if (failed.length > 0) {
    throw new Failure({
      what: `${failed.length} of ${manifest.plan.trials.length} trials failed; what they measured is kept`,
      exit: EXIT.trialsFailed,
      machine: failed.map(({ id }) => id).join(', '),
      remedy: `netknee run --resume ${folder}`,
    });
  }
  if (options.strict === true) refuseContradicted(judged);
}
