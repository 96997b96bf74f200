import assert from 'node:assert/strict';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../../harness/failure.js';
import { iproute2Source } from '../iproute2-source.testing.js';
import { resultsIn, temporaryFolder, valuesOf } from '../netknee.testing.js';
import { measuredByVagrant, needVagrant } from '../vagrant.testing.js';

describe('a variant built in a machine of Vagrant', function () {
  this.timeout(1_800_000);
  before(function () {
    return needVagrant(this);
  });

  it('is of its distribution, and one that the distribution has not is said to be missing', async () => {
    const folder = await temporaryFolder();
    const source = join(folder, 'iproute2');
    await iproute2Source(source);
    await execa('chmod', ['-R', 'a+rX', folder]);
    const tree = ['--variants', 'stock,upstream', '--variant', `upstream=path:${source}`];
    const run = ['run', 'netns-create', '--provider', 'vagrant', '--profile', 'smoke', '--boots', '2'];
    const { out, ended } = await measuredByVagrant(...run, ...tree);
    assert.equal(ended.exitCode, EXIT.ok, ended.stderr);
    const { manifest, observations } = await resultsIn(out);
    const built = manifest.artifacts.filter(({ kind }) => kind === 'variant');
    assert.deepEqual(
      built.map(({ name }) => name),
      ['upstream'],
    );
    assert.match(built[0]!.details.distribution ?? '', /bullseye/);
    assert.match(built[0]!.details.libc ?? '', /^glibc 2\.31/);
    const where = { namespaces: 20, variant: 'upstream', kernel: 'installed' };
    assert.equal(valuesOf(observations, 'create_latency', where).length, 6);
    // The tool of this distribution is not the one that the write-up measured.
    assert.match(manifest.unavailable[0]!.reason, /\/sbin\/ip is not ss151103: it says .*iproute2-5/);
  });
});
