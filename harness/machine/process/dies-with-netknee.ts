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
 * The words before a command that make Linux send it a signal when netknee itself is killed. None where that can't be
 * asked for: then `netknee clean` ends what was left, by its record.
 */
export async function dyingWithNetknee(signal: 'KILL' | 'INT', command: string[]): Promise<string[]> {
  return (await hasDeathSignal()) ? ['setpriv', '--pdeathsig', signal, ...command] : command;
}
