import { execa } from 'execa';
import { EXIT, Failure } from '../../failure.js';
import { dyingWithNetknee } from '../process/dies-with-netknee.js';
import { vagrantFailure } from './vagrant-failure.js';
import { parseVagrantLine, saidTo, type VagrantLine } from './vagrant-lines.js';

export interface VagrantOptions {
  deadlineS: number;
  signal?: AbortSignal | undefined;
  /** What Vagrant says on the way, as it says it. */
  onLine?: (line: VagrantLine) => void;
}

/** After its one SIGINT Vagrant takes a half-made machine away, which takes its time. */
const ENDS_WITHIN_MS = 120_000;

/**
 * Runs one `vagrant` command. It is ended by exactly one SIGINT: at a second one, or at SIGTERM, Vagrant leaves
 * the machine it was making.
 * @throws Failure: interrupted, beyond the deadline, or what `vagrantFailure` makes of it
 */
export async function vagrant(
  words: readonly string[],
  env: Record<string, string>,
  { deadlineS, signal, onLine }: VagrantOptions,
): Promise<VagrantLine[]> {
  const command = `vagrant ${words.join(' ')}`;
  const interrupted = () => new Failure({ what: 'interrupted', exit: EXIT.interrupted, command });
  const isAborted = () => signal?.aborted === true;
  if (isAborted()) throw interrupted();
  const lines: VagrantLine[] = [];
  // Should netknee be killed, Vagrant gets its SIGINT all the same.
  const [file, ...argv] = await dyingWithNetknee('INT', ['vagrant', ...words, '--machine-readable']);
  const child = execa(file as string, argv, {
    env,
    stdin: 'ignore',
    reject: false,
    // A group of its own: Ctrl-C in the terminal must not become a second SIGINT.
    detached: true,
    stdout: function* (text: unknown) {
      const line = parseVagrantLine(String(text));
      if (line === undefined) return;
      lines.push(line);
      onLine?.(line);
      yield String(text);
    },
  });
  let late = false;
  let kill: NodeJS.Timeout | undefined;
  const group = (name: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // It ended by itself meanwhile.
    }
  };
  const stop = () => {
    if (kill !== undefined) return;
    group('SIGINT');
    kill = setTimeout(() => group('SIGKILL'), ENDS_WITHIN_MS);
  };
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, deadlineS * 1000);
  signal?.addEventListener('abort', stop, { once: true });
  const result = await child;
  clearTimeout(timer);
  clearTimeout(kill);
  signal?.removeEventListener('abort', stop);
  if (isAborted()) throw interrupted();
  if (!result.failed) return lines;
  // What setpriv exits with when there is no such program.
  if (result.exitCode === 127 || result.code === 'ENOENT') {
    throw new Failure({
      what: 'there is no program "vagrant"',
      exit: EXIT.prerequisite,
      remedy: 'apt-get install --no-install-recommends vagrant, and a provider: `netknee doctor`.',
    });
  }
  if (late) {
    throw new Failure({
      what: `${command} did not end within ${deadlineS} s`,
      exit: EXIT.machine,
      command,
      tail: saidTo(lines.slice(-12)),
      remedy:
        'Without KVM guests are slow: close other work on this host, or give it longer by NETKNEE_BOOT_TIMEOUT_S.',
    });
  }
  throw vagrantFailure({
    command,
    lines,
    stderr: result.stderr,
    exitCode: result.exitCode ?? result.signal,
  });
}
