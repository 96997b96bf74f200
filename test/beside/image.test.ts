import assert from 'node:assert/strict';
import { join } from 'node:path';
import { EXIT } from '../../harness/failure.js';
import { beside } from '../beside.testing.js';
import { netknee, resultsIn, temporaryFolder } from '../netknee.testing.js';

const PLAN = ['netns-create', '--clock', 'instructions'];
const SHORT = ['--levels', '0', '--boots', '2', '--iterations', '2'];

/** Export, import elsewhere, and a run there; whatever fails ends it. */
async function carried() {
  const folder = await temporaryFolder();
  const file = join(folder, 'image.tar.gz');
  const results = join(folder, 'results');
  // Port 9 discards: whoever asks for a package or a source fails at once.
  const nowhere = 'http://127.0.0.1:9';
  const state = { XDG_STATE_HOME: join(folder, 'state') };
  const offline = {
    ...state,
    XDG_CACHE_HOME: join(folder, 'cache'),
    NETKNEE_DEBIAN_MIRROR: `${nowhere}/debian`,
    http_proxy: nowhere,
    https_proxy: nowhere,
  };
  const call = async (env: Record<string, string>, ...argv: string[]) => {
    const { exitCode, stderr, stdout } = await netknee(argv, { env });
    assert.equal(exitCode, EXIT.ok, stderr);
    return stdout;
  };
  await call(state, 'image', 'export', file, ...PLAN);
  const imported = await call(offline, 'image', 'import', file);
  await call(offline, 'run', ...PLAN, ...SHORT, '--out', results);
  return { imported, results };
}

const begun = beside(carried);

describe('an image on a machine without any network', function () {
  this.timeout(1_200_000);

  it('is exported, imported into an empty cache, and runs', async () => {
    const { imported, results } = await begun();
    assert.match(imported, /^added rootfs\/bookworm-/m);
    const { manifest, observations } = await resultsIn(results);
    assert.ok(manifest.trials.every(({ status }) => status === 'done'));
    assert.ok(
      observations.some(
        ({ metric, factors }) => metric === 'create_latency' && factors.variant === 'upstream',
      ),
    );
  });
});
