import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../harness/machine/host/places.js';

/** Calls commands with a podman of its own; nothing of this machine's podman is seen or changed. */
export interface PodmanUser {
  /** All of its images, and what it is called with, are below. */
  folder: string;
  /** The words that begin a command of this user's. */
  words: string[];
  /** @param hidden programs that this machine is to be without */
  call: (argv: string[], options?: { cwd?: string; hidden?: string[] }) => ReturnType<typeof start>;
}

const SCRIPT = join(packageRoot, 'test/podman-user.sh');
const users: PodmanUser[] = [];

const start = (argv: string[], hidden: string[]) =>
  execa(argv[0] as string, argv.slice(1), {
    reject: false,
    stdin: 'ignore',
    all: true,
    env: { HIDDEN: hidden.join(' ') },
  });

/** @param uid 0, or that of an ordinary user whom this machine does not have. Needs root. */
export async function podmanUser(uid: number): Promise<PodmanUser> {
  // Short: podman makes sockets deep below it, whose names have 108 bytes at most.
  const folder = await mkdtemp(join(tmpdir(), 'nkp-'));
  const words = ['sh', SCRIPT, String(uid), folder];
  const call: PodmanUser['call'] = (argv, { cwd = folder, hidden = [] } = {}) =>
    start([...words, 'sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', cwd, ...argv], hidden);
  const user = { folder, words, call };
  users.push(user);
  return user;
}

after(async function () {
  this.timeout(120_000);
  for (const { folder, call } of users) {
    // Ends the process that keeps a user's namespaces alive.
    await call(['podman', 'system', 'migrate']);
    await rm(folder, { recursive: true, force: true });
  }
});
