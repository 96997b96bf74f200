import assert from 'node:assert/strict';
import { join } from 'node:path';
import { EXIT } from '../harness/failure.js';
import { netknee, resultsIn, temporaryFolder } from './netknee.testing.js';

const PLAN = ['netns-create', '--lane', 'exact'];
const SHORT = ['--levels', '0', '--boots', '2', '--iterations', '2'];

describe('an image on a machine without any network', function () {
  this.timeout(600_000);

  it('is exported, imported into an empty cache, and runs', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'image.tar.gz');
    const out = await netknee(['image', 'export', file, ...PLAN]);
    assert.equal(out.exitCode, EXIT.ok, out.stderr);

    // Port 9 discards: whoever asks for a package or a source fails at once.
    const nowhere = 'http://127.0.0.1:9';
    const env = {
      XDG_CACHE_HOME: join(folder, 'cache'),
      NETKNEE_DEBIAN_MIRROR: `${nowhere}/debian`,
      http_proxy: nowhere,
      https_proxy: nowhere,
    };
    const imported = await netknee(['image', 'import', file], { env });
    assert.equal(imported.exitCode, EXIT.ok, imported.stderr);
    assert.match(imported.stdout, /^added rootfs\/bookworm-/m);

    const results = join(folder, 'results');
    const run = await netknee(['run', ...PLAN, ...SHORT, '--out', results], { env });
    assert.equal(run.exitCode, EXIT.ok, run.stderr);
    const { manifest, observations } = await resultsIn(results);
    assert.ok(manifest.trials.every(({ status }) => status === 'done'));
    assert.ok(
      observations.some(({ metric, variant }) => metric === 'create_latency' && variant === 'upstream'),
    );
  });
});
