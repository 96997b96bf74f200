import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { EXIT, Failure, type FailureDetails, tailOf } from '../../failure.js';
import { trueCause } from './true-cause.js';

export interface ExecOptions {
  /** Every command has one. */
  deadlineS: number;
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
  const result = await execa(file, argv, {
    reject: false,
    timeout: options.deadlineS * 1000,
    forceKillAfterDelay: 2000,
    ...stdinOf(options),
    ...(options.outputFile === undefined ? {} : { stdout: { file: options.outputFile } }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    maxBuffer: 64 * 1024 * 1024,
  });
  if (!result.failed) return result.stdout ?? '';
  const { exitCode, signal, code, isCanceled, timedOut } = result;
  const stderr = result.stderr || (result.stdout ?? '') || (result.shortMessage ?? '');
  // A folder that is not there has the same code as a program that is not there.
  const lacksFolder = code === 'ENOENT' && options.cwd !== undefined && !existsSync(options.cwd);
  const isOwnCause = isCanceled || timedOut || lacksFolder;
  const cause = isOwnCause ? undefined : trueCause({ file, exitCode, signal, code, stderr });
  const late = timedOut ? ` (no end within ${options.deadlineS} s)` : '';
  throw new Failure({
    what: `${options.what}${late}${cause === undefined ? '' : `: ${cause.because}`}`,
    exit: isCanceled ? EXIT.interrupted : (cause?.exit ?? options.exit ?? EXIT.prerequisite),
    command: result.escapedCommand,
    exitCode: exitCode ?? signal ?? code,
    tail: tailOf(stderr),
    remedy: cause?.remedy ?? options.remedy,
  });
}

function stdinOf({ input, inputFile }: ExecOptions) {
  if (inputFile !== undefined) return { inputFile };
  return input === undefined ? { stdin: 'ignore' as const } : { input };
}
