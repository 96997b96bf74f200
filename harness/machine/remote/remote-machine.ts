import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { temporaryFolder } from '../files/temporary-folder.js';
import { type UndoStack, withCleanup } from '../process/cleanup.js';
import { type ExecOptions, exec } from '../process/exec.js';

/** A machine of the user's own: this one, or one that is reached by ssh. */
export interface RemoteMachine {
  name: 'local' | 'ssh';
  /** A folder there that does not exist yet, for one trial; its path is nobody else's guess. */
  folder: string;
  /** The words that run a command there; pure. */
  argv: (words: readonly string[]) => string[];
}

/**
 * Opens the way to the machine; what has to be closed again is registered.
 * @param temporary a folder of this machine that goes with it
 */
export type OpenMachine = (temporary: string, cleanup: UndoStack) => Promise<RemoteMachine>;

/** Opens the way for as long as `work` takes, with a folder of this machine that goes with it. */
export function onMachine<T>(
  open: OpenMachine,
  work: (machine: RemoteMachine, temporary: string, cleanup: UndoStack) => Promise<T>,
): Promise<T> {
  return withCleanup(async (cleanup) => {
    const temporary = await temporaryFolder('work on a machine that is not baked', cleanup);
    return work(await open(temporary, cleanup), temporary, cleanup);
  });
}

export const openLocal: OpenMachine = async (temporary) => ({
  name: 'local',
  folder: join(temporary, 'trial'),
  argv: (words) => [...words],
});

/** As a path of the other machine: /tmp is there on every one, whatever TMPDIR is here. */
export const remoteFolder = (): string => `/tmp/netknee-${randomUUID()}`;

/** Runs a command there to its end and returns its stdout. @throws Failure as `exec` does */
export function call(
  machine: RemoteMachine,
  words: readonly string[],
  options: ExecOptions,
): Promise<string> {
  const [file, ...rest] = machine.argv(words) as [string, ...string[]];
  return exec(file, rest, options);
}

/** Runs a script of this package there: it comes on stdin, so that nothing of it is left. */
export const callScript = (
  machine: RemoteMachine,
  prefix: readonly string[],
  script: string,
  words: readonly string[],
  options: ExecOptions,
): Promise<string> =>
  call(machine, [...prefix, 'sh', '-s', '--', ...words], { ...options, inputFile: script });
