import { EXIT, type FailureDetails } from '../../failure.js';
import { DEBIAN_PACKAGES, KEYRING_PACKAGE } from '../host/host-programs.js';

/** How a command ended that failed. */
export interface CommandEnd {
  /** The program that was called. */
  file: string;
  exitCode: number | undefined;
  signal: string | undefined;
  /** Of the operating system, when the program could not be started. */
  code: string | undefined;
  stderr: string;
}

/** What really kept a command from doing its work. */
export interface TrueCause extends Pick<FailureDetails, 'exit' | 'remedy'> {
  /** Said after what could not be done. */
  because: string;
}

const DISK_FULL = /No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/;
/** As apt says it, by itself or inside mmdebstrap. */
const UNKNOWN_KEY = /NO_PUBKEY|the public key is not available/;
/** What ssh says of a way that is gone; it ends with 255 for everything that is its own. */
const LOST =
  /Connection (?:to \S+ port \d+ )?(?:timed out|closed|reset|refused)|Broken pipe|not responding|No route to host|banner exchange/;
const NO_SUCH_PROGRAM = /(?:^|: )(?:line \d+: )?([\w.+-]+): (?:command )?not found$/m;

/**
 * Pure: a cause that lies in this machine and not in what the command was given to work on: a program that is missing, a
 * full disk, a process that the kernel killed. Undefined when the command's own words say why it failed.
 */
export function trueCause({ file, exitCode, signal, code, stderr }: CommandEnd): TrueCause | undefined {
  const missing = code === 'ENOENT' ? file : exitCode === 127 ? NO_SUCH_PROGRAM.exec(stderr)?.[1] : undefined;
  if (missing !== undefined) {
    const debian = DEBIAN_PACKAGES[missing];
    return {
      because: `there is no program "${missing}"`,
      exit: EXIT.prerequisite,
      remedy:
        debian === undefined
          ? `Install ${missing}.`
          : `Install ${missing} (Debian: apt-get install --no-install-recommends ${debian}).`,
    };
  }
  if (code === 'EACCES') {
    return {
      because: `"${file}" may not be run`,
      exit: EXIT.prerequisite,
      remedy: `Check its rights: ls -l ${file}`,
    };
  }
  if (code === 'EMFILE' || code === 'ENFILE') {
    const remedy = 'Allow more open files: ulimit -n 4096.';
    return { because: 'too many files are open', exit: EXIT.prerequisite, remedy };
  }
  if (DISK_FULL.test(stderr) || code === 'ENOSPC') {
    return {
      because: 'the disk is full',
      exit: EXIT.io,
      remedy:
        'Free space (df), or name other folders: XDG_CACHE_HOME for the cache, TMPDIR, --out for results.',
    };
  }
  if (UNKNOWN_KEY.test(stderr)) {
    return {
      because: 'the keys on this machine do not sign this archive',
      exit: EXIT.prerequisite,
      remedy:
        `Install a newer ${KEYRING_PACKAGE} (that of a newer release of Debian will do),\n` +
        'or name a file of keys in netknee.config.yaml: debian: {keyring: FILE}.',
    };
  }
  if (file === 'ssh' && exitCode === 255 && LOST.test(stderr)) {
    return {
      because: 'the connection to the machine was lost',
      exit: EXIT.machine,
      remedy: 'Look whether the machine still runs and answers (ssh), then say it again.',
    };
  }
  if (signal === 'SIGKILL' || exitCode === 137) {
    return {
      because: 'it was killed by SIGKILL, which the kernel does when memory runs out',
      exit: EXIT.machine,
      remedy: 'Look for "Out of memory" in `dmesg`, close other programs, or give this machine more memory.',
    };
  }
  return undefined;
}
