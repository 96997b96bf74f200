import { execa } from 'execa';

let found: Promise<boolean> | undefined;

/** Tried once: other systems have no setpriv, and a setpriv of busybox has not this option. */
function hasDeathSignal(): Promise<boolean> {
  found ??= execa('setpriv', ['--pdeathsig', 'KILL', 'true'], {
    reject: false,
    stdin: 'ignore',
    timeout: 10_000,
  }).then(({ failed }) => !failed);
  return found;
}

/**
 * A netknee that is killed before its child has asked for the signal never sends it: the child would run for ever, and its pid is
 * not on record yet. So the child asks first, then looks whether its parent is still there, and begins the command only if it is.
 */
const UNLESS_ORPHANED = '[ "$PPID" = "$0" ] || exit 125; exec "$@"';

/**
 * The words before a command of this very process that make Linux send it a signal when netknee itself is killed. None where that
 * can't be asked for: then `netknee clean` ends what was left, by its record.
 */
export async function dyingWithNetknee(signal: 'KILL' | 'INT', command: string[]): Promise<string[]> {
  if (!(await hasDeathSignal())) return command;
  return ['setpriv', '--pdeathsig', signal, 'sh', '-c', UNLESS_ORPHANED, String(process.pid), ...command];
}
