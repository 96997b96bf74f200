import assert from 'node:assert/strict';
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../harness/failure.js';
import { packageRoot } from '../harness/machine/host/places.js';
import { CLI, temporaryFolder } from './netknee.testing.js';

const EXAMPLE = join(packageRoot, 'results/example');

/** Calls the command line on a machine that has no program but Node, and says that it is another system. */
async function alone(cwd: string, argv: string[], platform?: string) {
  const pretend = `Object.defineProperty(process, 'platform', { value: ${JSON.stringify(platform)} });`;
  const words =
    platform === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`];
  return execa(process.execPath, [...words, CLI, ...argv], {
    cwd,
    reject: false,
    stdin: 'ignore',
    extendEnv: false,
    env: { PATH: join(cwd, 'no-programs'), HOME: cwd },
  });
}

describe('Node alone', function () {
  this.timeout(300_000);
  let folder: string;

  before(async () => {
    folder = await temporaryFolder();
    await mkdir(join(folder, 'results'));
    await cp(EXAMPLE, join(folder, 'results/one'), { recursive: true });
  });

  const COMMANDS = [
    ['list'],
    ['plan', 'netns-create', '--clock', 'instructions'],
    ['report', 'results/one'],
    ['compare', 'results/one', 'results/one'],
    ['baseline', 'save', 'results/one', '--name', 'same'],
    ['baseline', 'list'],
    ['trend', ...Array(9).fill('results/one')],
  ];

  for (const platform of [undefined, 'darwin']) {
    it(`is enough to plan, report and compare${platform === undefined ? '' : ` on ${platform}`}`, async () => {
      for (const argv of COMMANDS) {
        const { exitCode, stderr } = await alone(folder, argv, platform);
        assert.equal(exitCode, EXIT.ok, `${argv.join(' ')}: ${stderr}`);
      }
    });
  }

  it('is said not to be enough for a guest, by name and with a remedy, before anything is made', async () => {
    const { exitCode, stderr } = await alone(folder, ['run', 'netns-create', '--clock', 'instructions']);
    assert.equal(exitCode, EXIT.prerequisite);
    assert.match(stderr, /this machine lacks qemu-system-\w+[\s\S]*remedy:.*Debian calls qemu-system/);
    const baked = await alone(folder, ['bake', 'netns-create']);
    assert.equal(baked.exitCode, EXIT.prerequisite);
    assert.match(baked.stderr, /this machine lacks mmdebstrap,[\s\S]*remedy:[\s\S]*image import/);
    const vagrant = await alone(folder, ['run', 'netns-create', '--provider', 'vagrant']);
    assert.match(vagrant.stderr, /this machine lacks ssh, ssh-keygen, vagrant/);
    assert.deepEqual(await readdir(join(folder, 'results')), ['one']);
  });
});
