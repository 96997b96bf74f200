import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { CLOUD_USER, nocloudSeed } from './nocloud-seed.js';

const LINE = 'AAAAC3NzaC1lZDI1NTE5AAAAI'.repeat(10);
const PRIVATE = `-----BEGIN OPENSSH PRIVATE KEY-----\n${LINE}\n${LINE}\n-----END OPENSSH PRIVATE KEY-----\n`;
const seed = nocloudSeed({
  instanceId: 'run-1: first',
  hostname: 'guest',
  authorizedKey: `ssh-ed25519 ${LINE} netknee\n`,
  hostKey: { private: PRIVATE, public: `ssh-ed25519 ${LINE} host\n` },
});
// cloud-init reads with PyYAML, which knows YAML 1.1.
const read = (text: string) => parse(text, { version: '1.1' });

describe('nocloudSeed', () => {
  it('has every key on one line', () => {
    const lines = seed['user-data'].split('\n').map((line) => line.trim());
    for (const line of [`- ssh-ed25519 ${LINE} netknee`, LINE, `ed25519_public: ssh-ed25519 ${LINE} host`]) {
      assert.ok(lines.includes(line), line);
    }
  });

  it('is cloud-config, and says so first', () => {
    assert.match(seed['user-data'], /^#cloud-config\n/);
  });

  it('makes one user, who comes in by one key alone and may do all', () => {
    const { users, ssh_pwauth } = read(seed['user-data']);
    assert.deepEqual(users, [
      {
        name: CLOUD_USER,
        shell: '/bin/bash',
        lock_passwd: true,
        sudo: 'ALL=(ALL) NOPASSWD:ALL',
        ssh_authorized_keys: [`ssh-ed25519 ${LINE} netknee`],
      },
    ]);
    assert.equal(ssh_pwauth, false);
  });

  it('gives the guest its own key, line by line as it was', () => {
    const { ssh_keys } = read(seed['user-data']);
    assert.deepEqual(ssh_keys, { ed25519_private: PRIVATE, ed25519_public: `ssh-ed25519 ${LINE} host` });
  });

  it('upgrades nothing, and knows its own name', () => {
    const { package_update, package_upgrade, manage_etc_hosts } = read(seed['user-data']);
    assert.deepEqual([package_update, package_upgrade, manage_etc_hosts], [false, false, 'localhost']);
    assert.deepEqual(read(seed['meta-data']), { 'instance-id': 'run-1: first', 'local-hostname': 'guest' });
  });
});
