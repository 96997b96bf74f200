import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Failure, tailOf } from '../../failure.js';
import { packageRoot } from '../host/places.js';
import { withCleanup } from '../process/cleanup.js';
import { Deadlines } from '../process/deadline.js';
import { startProcess } from '../process/running-process.js';
import { listen } from '../provider/listen.js';
import type { TrialEnd, TrialRequest } from '../provider/provider.js';
import { call, type RemoteMachine } from './remote-machine.js';

const SHORT_S = 60;
/** A bundle is some 20 MB: the slowest line that makes sense. */
const COPY_S = 300;

/**
 * The end of a trial whose machine may go away: that is this trial's trouble, and the next one may find it again.
 * @param known what is to be said even if an error ends it
 */
export async function endOf(
  accelerator: string,
  { signal }: TrialRequest,
  known: string[],
  work: () => Promise<TrialEnd>,
): Promise<TrialEnd> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const words = signal.aborted ? ['interrupted', ...known] : [...known, error.message, error.details.tail];
    const problem = [...new Set(words)].filter(Boolean).join('; ');
    return { accelerator, trouble: [], problem };
  }
}

/** Makes the trial's folder on the machine, with the bundle and the scripts around it. */
export async function placeBundle(
  machine: RemoteMachine,
  asRoot: string[],
  request: TrialRequest,
  scripts: string[],
): Promise<void> {
  const { signal } = request;
  const { folder } = machine;
  await call(machine, [...asRoot, 'mkdir', '-m', '0700', folder], {
    deadlineS: SHORT_S,
    what: 'the machine has no place for a bundle',
    signal,
  });
  for (const path of [...scripts.map((name) => join(packageRoot, name)), request.bundle]) {
    const to = `${folder}/${path === request.bundle ? 'bundle.tar' : basename(path)}`;
    await call(machine, [...asRoot, 'sh', '-c', 'cat >"$1"', 'netknee', to], {
      deadlineS: COPY_S,
      what: 'the bundle could not be copied to the machine',
      inputFile: path,
      signal,
    });
  }
}

/**
 * Starts the bundle on the machine and hears it to its end.
 * @param start shell text; `$1` is the trial's folder, `$2` the deadline in seconds
 * @returns why it did not come to its end, if it did not
 */
export function streamBundle(
  machine: RemoteMachine,
  asRoot: string[],
  request: TrialRequest,
  temporary: string,
  start: string,
): Promise<string | undefined> {
  return withCleanup(async (cleanup) => {
    const deadlines = new Deadlines();
    cleanup.register('deadlines', () => deadlines.clearAll());
    const words = [...asRoot, 'sh', '-c', start, 'netknee', machine.folder, String(request.deadlines.totalS)];
    const running = await startProcess(machine.argv(words), {
      label: request.trial.id,
      folder: temporary,
      endsBy: 'the end of stdin',
    });
    cleanup.register('bundle', () => running.stop());
    const carrier = machine.name === 'ssh' ? 'ssh' : 'the bundle';
    const stderrOf = ({ stderr }: { stderr: string }) => tailOf(stderr, 3);
    const problem = await listen(running, { ...request, what: 'machine', carrier, stderrOf }, deadlines);
    await running.stop();
    await writeFile(join(request.rawFolder, 'console.log'), `${(await running.ended).stderr}\n`);
    return problem;
  });
}
