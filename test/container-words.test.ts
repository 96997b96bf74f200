import assert from 'node:assert/strict';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { checkout } from './checkout.testing.js';
import { temporaryFolder } from './netknee.testing.js';

/** Answers as an engine does, and writes down what it is asked, a call a line. */
const ENGINE = `#!/bin/sh
echo "$*" >>"$SAID"
case "$*" in
--version) echo "$VERSION" ;;
info*) if [ -n "$BROKEN" ]; then echo 'Cannot connect' >&2; exit 1; fi; echo "$SECURITY" ;;
'image inspect'*) exit "$ABSENT" ;;
esac
`;

describe('make with an ENGINE', function () {
  this.timeout(60_000);
  let folder: string;

  before(async () => {
    folder = await checkout([]);
  });

  /** What the engine was called with, the last call last. */
  async function asked(name: string, env: Record<string, string>, ...words: string[]) {
    const programs = await temporaryFolder();
    const said = join(programs, 'said');
    await writeFile(join(programs, name), ENGINE, { mode: 0o755 });
    const result = await execa('make', ['--no-print-directory', `ENGINE=${name}`, ...words], {
      cwd: folder,
      env: { PATH: [programs, process.env.PATH].join(delimiter), SAID: said, ABSENT: '0', ...env },
      reject: false,
    });
    const calls = (await readFile(said, 'utf8')).trim().split('\n');
    return { ...result, calls, last: calls.at(-1) as string };
  }
  const DOCKER = { VERSION: 'Docker version 27.5.1, build 9f9e405', SECURITY: '[name=seccomp]' };
  const caller = `--user ${process.getuid?.()}:${process.getgid?.()}`;

  it('gives the container nothing but the results folder, and its words to netknee', async () => {
    for (const [name, env] of [
      ['docker', DOCKER],
      ['podman', { VERSION: 'podman version 4.3.1' }],
    ] as const) {
      const words = ['bench', 'SCENARIOS=netns-create', 'CLOCK=instructions', 'ARGS=--levels 0,500'];
      const { last, exitCode, stderr } = await asked(name, env, ...words);
      assert.equal(exitCode, 0, stderr);
      assert.match(last, /^run .*--rm --network none --cap-drop all --security-opt no-new-privileges /);
      assert.equal(last.match(/--volume/g)?.length, 1);
      assert.ok(last.includes(`--volume ${folder}/results:/work/results localhost/netknee:`), last);
      assert.match(last, /run netns-create --profile quick --clock instructions --jobs auto --levels 0,500$/);
      assert.ok((await stat(join(folder, 'results'))).isDirectory());
    }
  });

  it('lets the container read the settings file, when there is one', async () => {
    const settings = join(folder, 'netknee.config.yaml');
    const mount = `--volume ${settings}:/work/netknee.config.yaml:ro `;
    assert.ok(!(await asked('docker', DOCKER, 'doctor')).last.includes(mount));
    await writeFile(settings, 'clock: instructions\n');
    assert.ok((await asked('docker', DOCKER, 'doctor')).last.includes(mount));
    await rm(settings);
  });

  it("is the caller in docker's container, and stays root of the namespace where the engine has one", async () => {
    const user = async (name: string, env: Record<string, string>) =>
      (await asked(name, env, 'doctor')).last.includes(caller);
    assert.equal(await user('docker', DOCKER), true);
    assert.equal(await user('docker', { ...DOCKER, SECURITY: '[name=seccomp name=rootless]' }), false);
    assert.equal(await user('podman', { VERSION: 'podman version 5.4.0' }), false);
  });

  it('builds an image of these sources once, with the words for it', async () => {
    const words = ['doctor', 'BUILD_OPTIONS=--build-arg BASE=localhost/mine'];
    const first = await asked('docker', { ...DOCKER, ABSENT: '1' }, ...words);
    const [build] = first.calls.filter((call) => call.startsWith('build'));
    const tag = /--tag (\S+)/.exec(build ?? '')?.[1] as string;
    assert.match(
      build as string,
      /^build --file Containerfile --tag \S+ .*--build-arg BASE=localhost\/mine \.$/,
    );
    const second = await asked('docker', DOCKER, ...words);
    assert.ok(!second.calls.some((call) => call.startsWith('build')));
    assert.ok(second.last.includes(` ${tag} doctor`));

    await mkdir(join(folder, 'scenarios/another'), { recursive: true });
    await writeFile(join(folder, 'scenarios/another/scenario.ts'), 'export default 1;\n');
    const third = await asked('docker', DOCKER, ...words);
    assert.ok(!third.last.includes(tag), 'other sources are another image');
  });

  it('says what to do when the engine does not answer', async () => {
    const { stderr, calls, exitCode } = await asked('podman', { BROKEN: '1' }, 'bench');
    assert.notEqual(exitCode, 0);
    assert.match(stderr, /podman does not answer:\nCannot connect\n {2}remedy: install podman/);
    assert.deepEqual(calls, ['info']);
  });
});
