import assert from 'node:assert/strict';
import { execa } from 'execa';
import { sshArgv, sshMasterArgv } from './ssh-argv.js';

const target = { host: 'root@box', config: '/my config', port: 2222 };

describe('ssh command lines', () => {
  it('put the far command behind the host as one word that a shell reads back', async () => {
    const words = ['sh', '-c', 'echo "$1"', "it's", '$HOME *', '', 'a\nb'];
    const argv = sshArgv(target, '/tmp/socket', words);
    assert.equal(argv.at(-2), 'root@box');
    assert.equal(argv.at(-3), '--');
    const line = argv.at(-1) as string;
    const { stdout } = await execa('sh', ['-c', `printf '%s\\0' ${line}`]);
    assert.deepEqual(stdout.split('\0').slice(0, -1), words);
  });

  it('take file and port where they are given, and nothing where not', () => {
    const argv = sshMasterArgv(target, '/tmp/socket');
    assert.deepEqual(argv.slice(1, 5), ['-F', '/my config', '-p', '2222']);
    assert.deepEqual(sshMasterArgv({ host: 'box' }, '/tmp/socket').slice(1, 4), ['-T', '-S', '/tmp/socket']);
  });

  it('never ask, never forward, and leave trust in host keys to the configuration', () => {
    for (const argv of [sshMasterArgv(target, '/s'), sshArgv(target, '/s', ['true'])]) {
      assert.ok(argv.includes('BatchMode=yes'));
      assert.ok(argv.includes('ForwardAgent=no'));
      assert.doesNotMatch(argv.join(' '), /HostKey|KnownHosts/i);
    }
  });

  it('refuse a host that ssh would read as an option', () => {
    for (const host of ['-oProxyCommand=x', '', 'a b', 'a\u0000b', 'a\nb']) {
      assert.throws(() => sshArgv({ host }, '/s', ['true']), RangeError, JSON.stringify(host));
    }
  });
});
