import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../harness/machine/places.js';

/** An ordinary user of the tests' own, with a home of its own. */
export interface TestUser {
  home: string;
  /** Calls the built command line as this user. */
  netknee: (argv: string[], env?: Record<string, string>) => ReturnType<typeof start>;
  /** Calls a command as this user. */
  call: (argv: string[], env?: Record<string, string>) => ReturnType<typeof start>;
}

const SCRIPT = join(packageRoot, 'test/as-user.sh');

const start = (home: string, argv: string[], env: Record<string, string>) =>
  execa(
    'sh',
    [SCRIPT, home, packageRoot, 'env', ...Object.entries(env).map((pair) => pair.join('=')), ...argv],
    {
      reject: false,
      stdin: 'ignore',
      // Ended by signals of the tests alone.
      detached: true,
    },
  );

let user: Promise<TestUser> | undefined;

/** One for all tests: what is built for it is built once. Needs root. */
export function testUser(): Promise<TestUser> {
  user ??= make();
  return user;
}

async function make(): Promise<TestUser> {
  // Short: sockets deep below it have names of 108 bytes at most.
  const home = await mkdtemp(join(tmpdir(), 'nk-'));
  homes.push(home);
  const cli = join(home, 'netknee/dist/harness/cli.js');
  return {
    home,
    call: (argv, env = {}) => start(home, argv, env),
    netknee: (argv, env = {}) => start(home, ['node', cli, ...argv], env),
  };
}

const homes: string[] = [];

after(async () => {
  for (const home of homes) await rm(home, { recursive: true, force: true });
});
