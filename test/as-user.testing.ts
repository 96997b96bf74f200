import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../harness/machine/host/places.js';

/** An ordinary user of the tests' own, with a home of its own. */
export interface TestUser {
  home: string;
  /** Calls the built command line as this user. */
  netknee: (argv: string[], env?: Record<string, string>) => ReturnType<typeof start>;
  /** Calls a command as this user. */
  call: (argv: string[], env?: Record<string, string>) => ReturnType<typeof start>;
}

const SCRIPT = join(packageRoot, 'test/as-user.sh');

const start = (home: string, argv: string[], env: Record<string, string>, rights: Record<string, string>) =>
  execa(
    'sh',
    [SCRIPT, home, packageRoot, 'env', ...Object.entries(env).map((pair) => pair.join('=')), ...argv],
    {
      reject: false,
      stdin: 'ignore',
      // Ended by signals of the tests alone.
      detached: true,
      env: rights,
    },
  );

let user: Promise<TestUser> | undefined;

/** One for all tests: what is built for it is built once. It may never gain a right. Needs root. */
export function testUser(): Promise<TestUser> {
  user ??= make({});
  return user;
}

/** Debian's default for users, which has no system programs. */
const USERS_PATH = '/usr/local/bin:/usr/bin:/bin';

/** A user as Debian makes them, with subordinate ids and its default PATH, and an empty home. Needs root. */
export const ordinaryUser = (): Promise<TestUser> => make({ AS_USER_SUBORDINATE: '1' }, { PATH: USERS_PATH });

/** A user id without a name, as a container may have one. Needs root. */
export const namelessUser = (): Promise<TestUser> => make({ AS_USER_NAMELESS: '1' });

async function make(rights: Record<string, string>, always: Record<string, string> = {}): Promise<TestUser> {
  // Short: sockets deep below it have names of 108 bytes at most.
  const home = await mkdtemp(join(tmpdir(), 'nk-'));
  homes.push(home);
  const cli = join(home, 'netknee/dist/harness/cli.js');
  return {
    home,
    call: (argv, env = {}) => start(home, argv, { ...always, ...env }, rights),
    netknee: (argv, env = {}) => start(home, ['node', cli, ...argv], { ...always, ...env }, rights),
  };
}

const homes: string[] = [];

after(async () => {
  for (const home of homes) await rm(home, { recursive: true, force: true });
});
