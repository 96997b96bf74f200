import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../harness/machine/host/places.js';
import { needRoot } from '../harness/probes/compile.testing.js';
import { testUser } from './as-user.testing.js';
import { temporaryFolder } from './netknee.testing.js';

describe('ci/rights.sh', () => {
  before(function () {
    needRoot(this);
  });

  it('names the command that gives subordinate ids to a user who has none', async () => {
    const user = await testUser();
    const { exitCode, stderr } = await user.call(['sh', join(user.home, 'netknee/ci/rights.sh')]);
    assert.equal(exitCode, 69);
    assert.match(
      stderr,
      /no subordinate ids \(\/etc\/subuid\)[\s\S]*usermod --add-subuids .* netknee-test$/m,
    );
  });

  it('asks nothing of a user whose guest is baked or imported already', async () => {
    const user = await testUser();
    const cache = join(user.home, 'full-cache');
    await mkdir(join(cache, 'netknee/rootfs'), { recursive: true });
    await chmod(cache, 0o755);
    const { exitCode } = await user.call(['sh', join(user.home, 'netknee/ci/rights.sh')], {
      XDG_CACHE_HOME: cache,
    });
    assert.equal(exitCode, 0);
  });

  it('names a Node.js that is too old, and one that is not there', async () => {
    const folder = await temporaryFolder();
    const run = () =>
      execa('/bin/sh', [join(packageRoot, 'ci/rights.sh')], {
        reject: false,
        env: { PATH: `${folder}:/bin` },
      });
    for (const [version, exit] of Object.entries({
      'v18.20.4': 69,
      'v20.18.1': 69,
      'v20.19.0': 0,
      'v24.1.0': 0,
    })) {
      await writeFile(join(folder, 'node'), `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
      const { exitCode, stderr } = await run();
      assert.equal(exitCode, exit, stderr);
      if (exit !== 0) assert.match(stderr, new RegExp(`${version} is too old`));
    }
    await writeFile(join(folder, 'node'), '#!/bin/sh\nexit 127\n');
    assert.match((await run()).stderr, /there is no Node\.js/);
  });
});
