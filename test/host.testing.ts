import { copyFile, cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { parse } from 'yaml';
import { packageRoot } from '../harness/machine/host/places.js';
import { debianTree, registryEnvironment } from './debian-tree.testing.js';
import { temporaryFolder } from './netknee.testing.js';

/** A machine of a Debian release, as far as a root directory makes one, with the Node of these tests. */
export interface Host {
  tree: string;
  /** Runs a command as root, in a folder of the machine's. */
  call: (folder: string, argv: string[], env?: Record<string, string>) => ReturnType<typeof start>;
}

const SCRIPT = join(packageRoot, 'test/in-tree.sh');

const start = (tree: string, folder: string, argv: string[], env: Record<string, string>) => {
  const words = Object.entries(env).map((pair) => pair.join('='));
  return execa('sh', [SCRIPT, tree, folder, 'env', ...words, ...argv], {
    reject: false,
    stdin: 'ignore',
    all: true,
    timeout: 900_000,
  });
};

/** Has apt and Node, and nothing else that an image of an engine would not have. Needs root. */
export async function makeHost(suite: string): Promise<Host> {
  const tree = join(await temporaryFolder(), suite);
  await debianTree(suite, [], tree);
  const local = (path: string) => join(tree, 'usr/local', path);
  await copyFile(process.execPath, local('bin/node'));
  const { stdout: modules } = await execa('npm', ['root', '--global']);
  await mkdir(local('lib/node_modules'), { recursive: true });
  await cp(join(modules, 'npm'), local('lib/node_modules/npm'), { recursive: true, verbatimSymlinks: true });
  for (const name of ['npm', 'npx']) {
    await symlink(`../lib/node_modules/npm/bin/${name}-cli.js`, local(`bin/${name}`));
  }
  return {
    tree,
    call: (folder, argv, env = {}) => start(tree, folder, argv, { ...registryEnvironment(), ...env }),
  };
}

/** A step of a workflow. */
export interface Step {
  name?: string;
  run?: string;
  uses?: string;
}

/** What a job of a workflow does, in order. */
export async function stepsOf(workflow: string, job: string): Promise<Step[]> {
  const text = await readFile(join(packageRoot, '.github/workflows', workflow), 'utf8');
  const { jobs } = parse(text) as { jobs: Record<string, { steps: Step[] }> };
  return jobs[job]?.steps ?? [];
}
