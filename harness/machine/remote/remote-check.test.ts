import assert from 'node:assert/strict';
import { release } from 'node:os';
import { sandbox } from '../host/sandbox.testing.js';
import { checkMachine, hindrances, parseCheck } from './remote-check.js';
import { openLocal } from './remote-machine.js';

const said = (more = '', uid = 0, sudo = 'no', namespaces = 'yes'): string =>
  `uid ${uid}\nsudo ${sudo}\nmarker no\nnamespaces ${namespaces}\nkernel 6.1.0-test\nvirtualization kvm\ndistribution Debian 12\ncpus 4\n${more}`;

describe('parseCheck', () => {
  it('reads every answer', () => {
    assert.deepEqual(parseCheck(said('missing lsns\nmissing strace\nno-module ip_vs\n')), {
      root: true,
      sudo: false,
      marker: false,
      namespaces: true,
      kernel: '6.1.0-test',
      virtualization: 'kvm',
      distribution: 'Debian 12',
      cpus: 4,
      missingPrograms: ['lsns', 'strace'],
      missingModules: ['ip_vs'],
    });
  });

  it('knows what C programs are built with, where they can be', () => {
    const { toolchain } = parseCheck(said('compiler gcc (Debian) 10.2.1\nlibc glibc 2.31\n'));
    assert.deepEqual(toolchain, { compiler: 'gcc (Debian) 10.2.1', libc: 'glibc 2.31' });
    assert.equal(parseCheck(said()).toolchain, undefined);
  });

  it("refuses what is not the script's output", () => {
    assert.throws(() => parseCheck('Welcome to my machine\n'), /says nothing of "uid"/);
  });
});

describe('hindrances', () => {
  it('are none for root and for sudo without a password', () => {
    assert.deepEqual(hindrances(parseCheck(said())), []);
    assert.deepEqual(hindrances(parseCheck(said('', 1000, 'yes'))), []);
  });

  it('name the right, the program and the namespaces that lack; not what one scenario alone wants', () => {
    assert.deepEqual(hindrances(parseCheck(said('', 1000, 'no', 'no'))), [
      'neither root nor sudo without a password',
    ]);
    assert.deepEqual(hindrances(parseCheck(said('missing lsns\nmissing strace\n'))), ['no program "lsns"']);
    assert.match(hindrances(parseCheck(said('', 0, 'no', 'no'))).join(), /unshare/);
  });
});

describe('checkMachine', () => {
  sandbox();

  it('says of this machine what it is', async () => {
    const check = await checkMachine(openLocal, {
      programs: ['sh', 'netknee-no-such-program'],
      modules: ['netknee_no_such_module'],
    });
    assert.equal(check.root, process.getuid?.() === 0);
    assert.equal(check.kernel, release());
    assert.ok(check.cpus >= 1);
    assert.deepEqual(check.missingPrograms, ['netknee-no-such-program']);
    assert.deepEqual(check.missingModules, ['netknee_no_such_module']);
  });
});
