import assert from 'node:assert/strict';
import { vagrantSshConfig } from './vagrant-ssh.js';

const PRINTED = `Host default
  HostName 127.0.0.1
  User vagrant
  Port 2222
  UserKnownHostsFile /dev/null
  StrictHostKeyChecking no
  PasswordAuthentication no
  IdentityFile "/home/a user/private_key"
  IdentitiesOnly yes
  LogLevel FATAL
  PubkeyAcceptedKeyTypes +ssh-rsa
  HostKeyAlgorithms +ssh-rsa
`;

describe('vagrantSshConfig', () => {
  it('takes over how the machine is reached, and keeps the first host key', () => {
    const lines = vagrantSshConfig(PRINTED, '/state/known hosts').split('\n');
    assert.equal(lines[0], 'Host netknee-vagrant');
    for (const line of ['HostName 127.0.0.1', 'User vagrant', 'Port 2222', 'HostKeyAlgorithms +ssh-rsa']) {
      assert.ok(lines.includes(`  ${line}`), line);
    }
    assert.ok(lines.includes('  IdentityFile "/home/a user/private_key"'));
    assert.ok(lines.includes('  UserKnownHostsFile "/state/known hosts"'));
    assert.deepEqual(
      lines.filter((line) => /StrictHostKeyChecking|\/dev\/null/.test(line)),
      ['  StrictHostKeyChecking accept-new'],
    );
  });

  it('refuses a configuration without a host', () => {
    assert.throws(() => vagrantSshConfig('', '/k'), RangeError);
  });
});
