/** Exit codes of `netknee`, one per kind of end (sysexits.h where it has one). */
export const EXIT = {
  ok: 0,
  /** The run ended, but at least one trial failed; what was measured is kept. */
  trialsFailed: 1,
  /** `compare` found a regression. */
  regression: 2,
  /** A shape claim is contradicted, under `--strict`. */
  contradicted: 3,
  /** A comparison left out cells that not every run measured, and nobody allowed it. */
  incomplete: 4,
  /** `check`: this machine has an effect. */
  affected: 4,
  usage: 64,
  /** Something this machine lacks: a package, a right, a network. */
  prerequisite: 69,
  internal: 70,
  /** A file could not be written or read; disk full. */
  io: 74,
  /** A machine did not boot, hung, or died. */
  machine: 75,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface FailureDetails {
  /** One sentence: what could not be done. */
  what: string;
  exit: ExitCode;
  /** What to do about it, as a command where there is one. */
  remedy?: string | undefined;
  machine?: string | undefined;
  command?: string | undefined;
  exitCode?: number | string | undefined;
  /** The last lines the command wrote. */
  tail?: string | undefined;
  cause?: unknown;
}

const TAIL_LINES = 12;
/** Characters of one line of a message, and of the words of one. */
const LONGEST_LINE = 500;
const LONGEST_WORDS = 4000;

/** Pure: a text that may repeat anything that was read, as long as a person reads on. */
export const clipped = (text: string, longest = LONGEST_WORDS): string =>
  text.length <= longest
    ? text
    : `${text.slice(0, longest)} … (${text.length.toLocaleString('en')} characters)`;

/** The last lines of an output, for an error message. */
export function tailOf(output: string, lines = TAIL_LINES): string {
  return output
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .map((line) => clipped(line, LONGEST_LINE))
    .join('\n');
}

/** An error that a person can act on. Anything else that is thrown is a defect of netknee. */
export class Failure extends Error {
  readonly details: FailureDetails;

  constructor(details: FailureDetails) {
    super(clipped(details.what), { cause: details.cause });
    this.name = 'Failure';
    this.details = { ...details, what: this.message };
  }
}

const IO_REMEDIES: Record<string, string> = {
  ENOSPC:
    'Free space there (df), or name another folder: --out for results, XDG_CACHE_HOME for the cache, TMPDIR.',
  EDQUOT: 'Raise the quota, or name another folder: --out, XDG_CACHE_HOME, TMPDIR.',
  EACCES: 'Change the rights of that path, or name another folder: --out, XDG_CACHE_HOME.',
  EPERM: 'Change the rights of that path, or name another folder: --out, XDG_CACHE_HOME.',
  EROFS: 'Name a folder that can be written: --out, XDG_CACHE_HOME, TMPDIR.',
  ENOENT: 'Check that path: something of it is not there.',
  ENXIO: 'Check that path: it is no regular file.',
  ETXTBSY: 'Wait for the program there to end.',
  EMFILE: 'Allow more open files: ulimit -n 4096.',
  ENFILE: 'Close other programs: the whole machine has too many files open.',
  EIO: 'Look for errors of the disk (dmesg), and name a folder on another one.',
  ENOTDIR: 'Something on that path is a file and no folder: move it away, or name another path.',
  EISDIR: 'A folder stands where a file belongs: move it away, or name another path.',
  EEXIST: 'Move away what stands there, or name another path.',
  ENOTEMPTY: 'Move away what stands there, or name another path.',
  ENAMETOOLONG: 'Name a shorter path.',
  ELOOP: 'Links on that path lead in a circle: name another path.',
};

const NO_FOLDER =
  'Look whether the disk is full (df) and may be written, and whether the folder above is there; or name another folder: --out, XDG_CACHE_HOME, TMPDIR.';

/** An error of the file system, or of loading netknee from it, that a person can act on, as a Failure; anything else as it is. */
export function asFailure(error: unknown): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  // Making a folder with those above it, Node says ENOENT whatever the system's own reason was.
  if (code === 'ENOENT' && (syscall === 'mkdir' || syscall === 'mkdtemp')) {
    return new Failure({ what: `'${path}' can't be made`, exit: EXIT.io, remedy: NO_FOLDER, cause: error });
  }
  // Too many open files look the same to Node's loader.
  if (code === 'ERR_MODULE_NOT_FOUND') {
    return new Failure({
      what: `a part of netknee can't be loaded: ${error.message.split('\n')[0]}`,
      exit: EXIT.prerequisite,
      remedy: 'Install it again (npm ci), and allow more open files: ulimit -n 4096.',
      cause: error,
    });
  }
  const remedy = IO_REMEDIES[code ?? ''];
  if (remedy === undefined) return error;
  const where = path === undefined || error.message.includes(path) ? '' : ` (${path})`;
  return new Failure({ what: `${error.message}${where}`, exit: EXIT.io, remedy, cause: error });
}

/** A failure as lines for people: what, where, command, exit code, last output, remedy. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Failure))
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { what, machine, command, exitCode, tail, remedy } = error.details;
  const lines = [what];
  if (machine !== undefined) lines.push(`  machine:  ${machine}`);
  if (command !== undefined) lines.push(`  command:  ${command}`);
  if (exitCode !== undefined) lines.push(`  exit:     ${exitCode}`);
  if (tail !== undefined && tail !== '')
    lines.push(
      '  output:',
      ...clipped(tail)
        .split('\n')
        .map((line) => `    ${line}`),
    );
  if (remedy !== undefined) lines.push(`  remedy:   ${remedy.split('\n').join('\n            ')}`);
  return lines.join('\n');
}
