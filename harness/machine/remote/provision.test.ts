import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../host/places.js';
import { sandbox } from '../host/sandbox.testing.js';

/** In the place of apt: notes its words; what it installs is a program in the same folder. */
const APT = `#!/bin/sh
echo "$*" >>"$LOG"
case $1 in install) shift 4; for name in "$@"; do printf '#!/bin/sh\\n' >"$BIN/$name-program"; chmod +x "$BIN/$name-program"; done ;; esac
`;

describe('provision.sh', () => {
  const here = sandbox();
  const script = join(packageRoot, 'harness/machine/remote/provision.sh');
  const call = (...words: string[]) =>
    execa('sh', [script, ...words], {
      reject: false,
      env: {
        PATH: [here.path('bin'), process.env.PATH].join(delimiter),
        BIN: here.path('bin'),
        LOG: here.path('log'),
      },
    });
  const calls = async () => (await readFile(here.path('log'), 'utf8')).trimEnd().split('\n');

  beforeEach(async () => {
    await mkdir(here.path('bin'));
    await writeFile(here.path('log'), '');
    await writeFile(here.path('bin/apt-get'), APT, { mode: 0o755 });
    // No service of this machine is to be touched.
    await writeFile(here.path('bin/systemctl'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  });

  it('installs what is missing, and nothing the second time', async () => {
    const words = ['sh=dash', 'one-program=one', 'two-program=two'];
    assert.equal((await call(...words)).exitCode, 0);
    assert.deepEqual(await calls(), ['update -q', 'install -q -y --no-install-recommends one two']);
    assert.equal((await call(...words)).exitCode, 0);
    assert.equal((await calls()).length, 2);
  });

  it('says what is missing after all', async () => {
    const { exitCode, stderr } = await call('three=three');
    assert.equal(exitCode, 1);
    assert.match(stderr, /still missing: three/);
  });
});
