import { execa } from 'execa';
import { EXIT, Failure, type FailureDetails, tailOf } from '../failure.js';

export interface ExecOptions {
  /** Every command has one. */
  deadlineS: number;
  /** Said when it fails: what could not be done, and what to do about it. */
  what: string;
  remedy?: string | undefined;
  exit?: FailureDetails['exit'];
  cwd?: string | undefined;
  env?: Record<string, string> | undefined;
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
  throw new Failure({
    what: result.timedOut ? `${options.what} (no end within ${options.deadlineS} s)` : options.what,
    exit: result.isCanceled ? EXIT.interrupted : (options.exit ?? EXIT.prerequisite),
    command: result.escapedCommand,
    exitCode: result.exitCode ?? result.signal ?? result.code,
    tail: tailOf(result.stderr || (result.stdout ?? '') || (result.shortMessage ?? '')),
    remedy: options.remedy,
  });
}

function stdinOf({ input, inputFile }: ExecOptions) {
  if (inputFile !== undefined) return { inputFile };
  return input === undefined ? { stdin: 'ignore' as const } : { input };
}
