import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../harness/machine/host/places.js';
import { needRoot } from '../harness/probes/compile.testing.js';
import { temporaryFolder } from './netknee.testing.js';

/** What apt says when another process holds the lock of the package lists, for which it does not wait by itself. */
const LOCKED =
  'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 4711 (unattended-upgr)\nE: Unable to lock directory /var/lib/apt/lists/';

describe('ci/packages.sh', () => {
  /** Runs it with programs of the test's own in the place of dpkg-query, apt-get and sleep. */
  async function install(aptGet: string, env: Record<string, string> = {}) {
    const folder = await temporaryFolder();
    const programs = {
      'dpkg-query': 'exit 1',
      'apt-get': `echo "apt-get $*" >>"${folder}/log"\n${aptGet}`,
      sleep: `echo "sleep $*" >>"${folder}/log"`,
    };
    for (const [name, text] of Object.entries(programs)) {
      await writeFile(join(folder, name), `#!/bin/sh\n${text}\n`);
      await chmod(join(folder, name), 0o755);
    }
    // In a mount namespace of its own: the script writes /usr/sbin/policy-rc.d.
    const inner = 'mount -t tmpfs none /usr/sbin && exec /bin/sh "$0" "$@"';
    const script = join(packageRoot, 'ci/packages.sh');
    const ended = await execa('unshare', ['--mount', '/bin/sh', '-c', inner, script, 'some-package'], {
      reject: false,
      env: { PATH: `${folder}:/usr/bin:/bin`, ...env },
    });
    return { ...ended, log: (await readFile(join(folder, 'log'), 'utf8').catch(() => '')).split('\n') };
  }

  before(function () {
    needRoot(this);
  });

  it('waits for dpkg’s lock by apt’s own option, and tries the lists again while another apt holds them', async () => {
    const busy = `count=$(grep -c update "$(dirname "$0")/log"); if [ "$count" -lt 3 ]; then echo "${LOCKED}" >&2; exit 100; fi`;
    const { exitCode, stdout, log } = await install(`case "$*" in *update*) ${busy} ;; esac`);
    assert.equal(exitCode, 0);
    assert.equal(log.filter((line) => / update$/.test(line)).length, 3);
    assert.ok(
      log.filter((line) => line.startsWith('apt-get')).every((line) => /DPkg::Lock::Timeout=900/.test(line)),
    );
    assert.match(stdout, /waiting for another apt to end, at most 900 s: held by process 4711/);
  });

  it('gives up in the end, with what apt said', async () => {
    const { exitCode, stderr } = await install(`echo "${LOCKED}" >&2; exit 100`, {
      NETKNEE_APT_PATIENCE_S: '6',
    });
    assert.equal(exitCode, 69);
    assert.match(stderr, /held by process 4711/);
  });

  it('says nothing of what apt prints when all goes well, and all of it when not', async () => {
    const fine = await install('echo "Reading database ... 5%"');
    assert.deepEqual([fine.exitCode, fine.stderr, fine.stdout], [0, '', 'installing: some-package']);
    const failed = await install('echo "E: Unable to locate package some-package" >&2; exit 100');
    assert.equal(failed.exitCode, 69);
    assert.match(failed.stderr, /Unable to locate package[\s\S]*apt-get update failed/);
    assert.equal(failed.log.filter((line) => line.startsWith('sleep')).length, 0);
  });
});
