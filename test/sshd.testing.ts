import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import { freePort } from '../harness/machine/host/free-port.js';

const SSHD = '/usr/sbin/sshd';
const STARTS_WITHIN_MS = 120_000;

/** An sshd of the tests' own, and the configuration that reaches it as `box`. */
export interface TestSshd {
  config: string;
  port: number;
  /** Ends it and its connections, as a line that is cut. */
  kill: () => Promise<void>;
}

export const hasSshd = async (): Promise<boolean> =>
  (await execa(SSHD, ['-V'], { reject: false })).code !== 'ENOENT';

/**
 * Starts sshd on the loopback, with keys of its own in `folder`.
 * @param knownHost whether the user's configuration knows its host key
 */
export async function startSshd(folder: string, knownHost = true): Promise<TestSshd> {
  const path = (name: string) => join(folder, name);
  for (const name of ['host', 'user']) {
    await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path(name)]);
  }
  const port = await freePort();
  const [type, key] = (await readFile(path('host.pub'), 'utf8')).split(' ');
  await writeFile(path('known'), knownHost ? `[127.0.0.1]:${port} ${type} ${key}\n` : '');
  await writeFile(
    path('sshd_config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${path('host')}`,
      `AuthorizedKeysFile ${path('user.pub')}`,
      'PidFile none',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      // The folder of temporary files is everybody's.
      'StrictModes no',
      '',
    ].join('\n'),
  );
  await writeFile(
    path('ssh_config'),
    [
      'Host box',
      '  HostName 127.0.0.1',
      '  User root',
      `  Port ${port}`,
      `  IdentityFile ${path('user')}`,
      '  IdentitiesOnly yes',
      `  UserKnownHostsFile ${path('known')}`,
      '  GlobalKnownHostsFile none',
      '  StrictHostKeyChecking yes',
      '',
    ].join('\n'),
  );
  await chmod(path('user'), 0o600);
  // Where sshd separates its privileges; its package makes it at boot, which a container has none of.
  await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const child = execa(SSHD, ['-D', '-e', '-f', path('sshd_config')], { reject: false, detached: true });
  const config = path('ssh_config');
  const deadline = Date.now() + STARTS_WITHIN_MS;
  const answers = async () =>
    (await execa('ssh-keyscan', ['-p', String(port), '127.0.0.1'], { reject: false })).stdout !== '';
  while (!(await answers())) {
    if (Date.now() > deadline) throw new Error(`sshd does not answer: ${(await child).stderr}`);
    await wait(50);
  }
  const children = async (pid: number): Promise<number[]> => {
    const { stdout } = await execa('pgrep', ['-P', String(pid)], { reject: false });
    return stdout.split('\n').filter(Boolean).map(Number);
  };
  return {
    config,
    port,
    kill: async () => {
      if (child.pid === undefined || child.exitCode !== null) return;
      // What sshd started for a login is left alone: it must notice by itself.
      for (const pid of [child.pid, ...(await children(child.pid))]) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It ended by itself meanwhile.
        }
      }
      await child;
    },
  };
}
