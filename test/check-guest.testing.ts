import assert from 'node:assert/strict';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../harness/machine/host/places.js';
import { CLI, environment, temporaryFolder } from './netknee.testing.js';

/** What each call of check-session.sh printed, by its name; the word after the name is its exit code where it is a call. */
export type CheckSession = Map<string, { code: number; word: string; text: string }>;

/** The reason why node can't run in the guest, which has the host's program and none of its libraries; empty where it can. */
export async function whyNotInGuest(): Promise<string> {
  const linked = await execa('ldd', [process.execPath], { reject: false });
  return /libnode\.so/.test(linked.stdout) ? 'node needs a libnode.so, which the guest lacks' : '';
}

/** Packages that draw; what checks a machine loads none of them, and a guest has little memory. */
const DRAWING = ['vega*', 'd3*', 'dejavu-fonts-ttf', 'lodash', '@resvg'];

/** Carries netknee into a guest with 32 possible CPUs and asks it there what check-session.sh asks. @param kernel `6.1` */
export async function checkSession(kernel: string): Promise<CheckSession> {
  const folder = await temporaryFolder();
  const tree = join(folder, 'netknee');
  await mkdir(tree);
  for (const name of ['dist', 'package.json', 'scenarios', 'harness/probes', 'harness/machine/remote']) {
    await cp(join(packageRoot, name), join(tree, name), { recursive: true });
  }
  const list = await execa('npm', ['ls', '--parseable', '--omit=dev', '--all'], { cwd: packageRoot });
  const packages = list.stdout
    .split('\n')
    .slice(1)
    .map((path) => path.slice(packageRoot.length + 1));
  const tar = join(folder, 'modules.tar');
  const without = DRAWING.map((name) => `--exclude=node_modules/${name}`);
  await execa('tar', ['-C', packageRoot, ...without, '-cf', tar, ...packages]);
  await execa('tar', ['-C', tree, '-xf', tar]);
  await cp(process.execPath, join(folder, 'node'));
  await cp(join(packageRoot, 'test/check-session.sh'), join(folder, 'session.sh'));
  const all = join(folder, 'all.tar');
  await execa('tar', ['-C', folder, '-cf', all, 'netknee', 'node', 'session.sh']);
  const unpack =
    'mkdir /root/check && mount -t tmpfs -o mode=0755 none /root/check && chmod 755 /root && cd /root/check && tar -xf - && sh session.sh';
  const words = ['shell', 'ipvs-estimation', '--clock', 'wall', '--possible-cpus', '32', '--kernel', kernel];
  const { stdout, stderr, exitCode, timedOut } = await execa(
    'node',
    [CLI, ...words, '--', 'sh', '-c', unpack],
    {
      cwd: folder,
      env: await environment(),
      inputFile: all,
      reject: false,
      // For what never ends: with a busy machine beside it an emulated guest takes some times what it takes alone.
      timeout: 1_800_000,
    },
  );
  const ended = [...stdout.matchAll(/^== (\w+)/gm)].at(-1)?.[1] ?? 'none';
  assert.ok(
    !timedOut,
    `the session did not end within half an hour; the last call that had ended was: ${ended}\n${stderr}`,
  );
  assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
  const said: CheckSession = new Map();
  for (const part of stdout.split(/^== /m).slice(1)) {
    const [head = '', ...lines] = part.split('\n');
    const [name = '', code = ''] = head.split(' ');
    said.set(name, { code: Number(code), word: code, text: lines.join('\n') });
  }
  return said;
}
