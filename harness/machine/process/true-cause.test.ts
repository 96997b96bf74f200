import assert from 'node:assert/strict';
import { EXIT } from '../../failure.js';
import { type CommandEnd, trueCause } from './true-cause.js';

const failed: CommandEnd = { file: 'gcc', exitCode: 1, signal: undefined, code: undefined, stderr: '' };

describe('trueCause', () => {
  it('names a program that is missing, with its package, however the shell says so', () => {
    for (const stderr of [
      '/tmp/in-rootfs.sh: 13: chroot: not found',
      'bash: line 1: chroot: command not found',
      'sh: 1: chroot: not found',
    ]) {
      const cause = trueCause({ ...failed, file: 'sh', exitCode: 127, stderr });
      assert.deepEqual([cause?.because, cause?.exit], ['there is no program "chroot"', EXIT.prerequisite]);
      assert.match(cause?.remedy ?? '', /coreutils/);
    }
    const spawned = trueCause({ ...failed, file: 'mmdebstrap', exitCode: undefined, code: 'ENOENT' });
    assert.match(`${spawned?.because} ${spawned?.remedy}`, /"mmdebstrap".*apt-get install/);
  });

  it('tells a full disk and a kill by the kernel from the command’s own failure', () => {
    const full = trueCause({ ...failed, stderr: 'cc1: fatal: writing a.o: No space left on device' });
    assert.deepEqual([full?.because, full?.exit], ['the disk is full', EXIT.io]);
    assert.match(trueCause({ ...failed, exitCode: 137 })?.because ?? '', /memory/);
  });

  it('tells a connection that was lost from what was done over it', () => {
    const lost = { ...failed, file: 'ssh', exitCode: 255 };
    for (const stderr of [
      'mux_client_request_session: read from master failed: Broken pipe',
      'Connection timed out during banner exchange',
      'Connection to 127.0.0.1 port 2222 timed out',
      'Timeout, server 127.0.0.1 not responding.',
      'ssh: connect to host 127.0.0.1 port 2222: Connection refused',
    ]) {
      const cause = trueCause({ ...lost, stderr });
      assert.deepEqual(
        [cause?.because, cause?.exit],
        ['the connection to the machine was lost', EXIT.machine],
        stderr,
      );
    }
    assert.equal(trueCause({ ...lost, exitCode: 1, stderr: 'Connection refused' }), undefined);
    assert.equal(trueCause({ ...lost, stderr: 'make: *** [all] Error 255' }), undefined);
  });

  it('names keys that are older than the archive, as on an older release', () => {
    const stderr =
      "W: GPG error: http://mirror.example/debian trixie InRelease: The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 0E98404D386FA1D9";
    const cause = trueCause({ ...failed, file: 'apt-get', exitCode: 100, stderr });
    assert.match(`${cause?.because} ${cause?.remedy}`, /keys on this machine.*newer debian-archive-keyring/);
  });

  it('has nothing to say of a source that does not compile', () => {
    assert.equal(trueCause({ ...failed, stderr: "align.c:3: error: 'x' undeclared: not found" }), undefined);
  });
});
