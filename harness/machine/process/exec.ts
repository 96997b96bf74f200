import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { execa } from 'execa';
import { EXIT, Failure, type FailureDetails, tailOf } from '../../failure.js';
import { trueCause } from './true-cause.js';

/** A command that goes on saying something has this many times its deadline in all. */
const LONGEST = 20;

export interface ExecOptions {
  /** Every command has one. */
  deadlineS: number;
  /** What the deadline is counted from: the start, or the last output, of a command that says how it goes on. */
  deadlineFrom?: 'start' | 'last output';
  /** Seconds from being asked to end until it is killed; 2 when not said. */
  graceS?: number | undefined;
  /** Said when it fails: what could not be done, and what to do about it. */
  what: string;
  remedy?: string | undefined;
  exit?: FailureDetails['exit'];
  cwd?: string | undefined;
  /** Added to netknee's own; `undefined` takes a variable away. */
  env?: Record<string, string | undefined> | undefined;
  input?: string | undefined;
  /** A file that becomes its stdin. */
  inputFile?: string | undefined;
  /** A file that its stdout goes to, byte for byte; nothing is returned then. */
  outputFile?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** Runs a command to its end and returns its stdout; throws a Failure that names everything. */
export async function exec(file: string, argv: string[], options: ExecOptions): Promise<string> {
  const fromOutput = options.deadlineFrom === 'last output';
  const silence = new AbortController();
  const stops = [silence.signal, ...(options.signal === undefined ? [] : [options.signal])];
  const running = execa(file, argv, {
    reject: false,
    timeout: options.deadlineS * 1000 * (fromOutput ? LONGEST : 1),
    forceKillAfterDelay: (options.graceS ?? 2) * 1000,
    ...stdinOf(options),
    ...(options.outputFile === undefined ? {} : { stdout: { file: options.outputFile } }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
    cancelSignal: AbortSignal.any(stops),
    maxBuffer: 64 * 1024 * 1024,
  });
  const stopWatching = fromOutput ? watchSilence(running, options.deadlineS, silence) : () => {};
  const result = await running.finally(stopWatching);
  if (!result.failed) return result.stdout ?? '';
  const { exitCode, signal, code } = result;
  const timedOut = result.timedOut || silence.signal.aborted;
  const isCanceled = result.isCanceled && !silence.signal.aborted;
  const stderr = result.stderr || (result.stdout ?? '') || (result.shortMessage ?? '');
  // A folder that is not there has the same code as a program that is not there.
  const lacksFolder = code === 'ENOENT' && options.cwd !== undefined && !existsSync(options.cwd);
  const isOwnCause = isCanceled || timedOut || lacksFolder;
  const cause = isOwnCause ? undefined : trueCause({ file, exitCode, signal, code, stderr });
  const what = silence.signal.aborted ? 'no output for' : 'no end within';
  const late = timedOut ? ` (${what} ${options.deadlineS} s)` : '';
  throw new Failure({
    what: `${options.what}${late}${cause === undefined ? '' : `: ${cause.because}`}`,
    exit: isCanceled ? EXIT.interrupted : (cause?.exit ?? options.exit ?? EXIT.prerequisite),
    command: result.escapedCommand,
    exitCode: exitCode ?? signal ?? code,
    tail: tailOf(stderr),
    remedy: cause?.remedy ?? options.remedy,
  });
}

/** Aborts when neither stdout nor stderr had anything for so long. @returns what ends the watch */
function watchSilence(
  { stdout, stderr }: { stdout?: Readable | null; stderr?: Readable | null },
  seconds: number,
  silence: AbortController,
): () => void {
  const timer = setTimeout(() => silence.abort(), seconds * 1000);
  for (const stream of [stdout, stderr]) stream?.on('data', () => timer.refresh());
  return () => clearTimeout(timer);
}

function stdinOf({ input, inputFile }: ExecOptions) {
  if (inputFile !== undefined) return { inputFile };
  return input === undefined ? { stdin: 'ignore' as const } : { input };
}
