import assert from 'node:assert/strict';
import { EXIT } from '../../failure.js';
import { vagrantFailure } from './vagrant-failure.js';
import { parseVagrantLine, type VagrantLine } from './vagrant-lines.js';

/** As Vagrant 2.3.4 with vagrant-libvirt 0.11.2 printed them. */
const BY_CLASS: [string, number, RegExp][] = [
  ['Vagrant::Errors::BoxAddShortNotFound', EXIT.prerequisite, /NETKNEE_BOX/],
  ['Vagrant::Errors::ProviderNotUsable', EXIT.prerequisite, /NETKNEE_VAGRANT_PROVIDER/],
  ['VagrantPlugins::ProviderLibvirt::Errors::FogLibvirtConnectionError', EXIT.prerequisite, /SESSION=1/],
  ['Vagrant::Errors::MachineActionLockedError', EXIT.machine, /Wait for it/],
  ['VagrantPlugins::ProviderLibvirt::Errors::DomainNameExists', EXIT.machine, /NETKNEE_NAME_PREFIX/],
  ['Vagrant::Errors::VMBootTimeout', EXIT.machine, /NETKNEE_BOOT_TIMEOUT_S/],
  ['Vagrant::Errors::VirtualBoxInvalidVersion', EXIT.prerequisite, /Update Vagrant/],
  ['Vagrant::Errors::VirtualBoxKernelModuleNotLoaded', EXIT.prerequisite, /modprobe vboxdrv/],
  ['Vagrant::Errors::VMCustomizationFailed', EXIT.usage, /NETKNEE_CPUS/],
];

describe('vagrantFailure', () => {
  const failure = (texts: string[], stderr = '') =>
    vagrantFailure({
      command: 'vagrant up',
      lines: texts.map(parseVagrantLine).filter((line): line is VagrantLine => line !== undefined),
      stderr,
      exitCode: 1,
    });

  for (const [name, exit, remedy] of BY_CLASS) {
    it(`knows ${name.split('::').at(-1)}`, () => {
      const { details } = failure([
        '1,,ui,error,first words',
        `1,,error-exit,${name},why%!(VAGRANT_COMMA) in words`,
      ]);
      assert.equal(details.exit, exit);
      assert.match(details.remedy ?? '', remedy);
      assert.deepEqual([details.command, details.exitCode, details.tail], ['vagrant up', 1, 'why, in words']);
    });
  }

  const vboxmanage = (command: string, stderr: string) =>
    failure([
      `1,,error-exit,Vagrant::Errors::VBoxManageError,There was an error.\\n\\nCommand: ${command}\\n\\nStderr: VBoxManage: error: ${stderr}`,
    ]);

  it('tells the failures of VBoxManage apart, for which Vagrant has one class', () => {
    const cases: [string, string, number, RegExp][] = [
      [
        '["startvm"%!(VAGRANT_COMMA) "id"]',
        'AMD-V is disabled in the BIOS (VERR_SVM_DISABLED)',
        EXIT.machine,
        /could not start/,
      ],
      [
        '["import"%!(VAGRANT_COMMA) "box.ovf"]',
        'Could not read the disk: VERR_VD_VMDK_INVALID_HEADER',
        EXIT.prerequisite,
        /box can not be imported/,
      ],
      ['["modifyvm"%!(VAGRANT_COMMA) "id"]', 'Invalid CPU count: 99', EXIT.usage, /refuses the settings/],
      [
        '["startvm"%!(VAGRANT_COMMA) "id"]',
        'Kernel driver not accessible /dev/vboxdrv',
        EXIT.prerequisite,
        /kernel driver is not loaded/,
      ],
    ];
    for (const [command, stderr, exit, words] of cases) {
      const { message, details } = vboxmanage(command, stderr);
      assert.match(message, words);
      assert.deepEqual([details.exit, details.tail?.includes(stderr)], [exit, true]);
    }
  });

  it('tells why VirtualBox is not usable, of which Vagrant 2.3 makes one class', () => {
    const notUsable = (reason: string) =>
      failure([`1,,error-exit,Vagrant::Errors::ProviderNotUsable,The reason is shown below:\\n\\n${reason}`])
        .message;
    assert.match(
      notUsable('a version of VirtualBox installed\\nthat is not supported by this version of Vagrant.'),
      /does not know this version of VirtualBox/,
    );
    assert.match(
      notUsable('VirtualBox is complaining that the kernel module is not loaded.'),
      /kernel driver/,
    );
    assert.match(notUsable('Something else.'), /can not use this provider here/);
  });

  it('names the port that is taken, where Vagrant does', () => {
    const { message } = failure([
      '1,,error-exit,Vagrant::Errors::ForwardPortCollision,The forwarded port to 2222 is already in use on the host machine.',
    ]);
    assert.match(message, /port 2222 of 127\.0\.0\.1 is taken/);
  });

  it('reads what is only said on stderr', () => {
    const early =
      'Vagrant failed to initialize at a very early stage:\n\nThere is a syntax error in the following Vagrantfile.';
    assert.equal(failure([], early).details.exit, EXIT.usage);
    const taken =
      'Error while activating network: Call to virDomainCreateWithFlags failed: internal error: ' +
      "process exited while connecting to monitor: Could not set up host forwarding rule 'tcp:127.0.0.1:22-:22'";
    assert.match(failure([], taken).message, /port 22 of 127\.0\.0\.1 is taken/);
    const leaving =
      "fog/core/collection.rb:86:in `new': Initialization parameters must be an attributes hash, got NilClass nil (ArgumentError)";
    assert.match(failure([], leaving).message, /being taken away/);
  });

  it('names a class it does not know, and where more is said', () => {
    const { message, details } = failure(['1,,error-exit,Vagrant::Errors::Unheard,why']);
    assert.equal(message, 'vagrant up failed: Unheard');
    assert.equal(details.exit, EXIT.machine);
    assert.match(details.remedy ?? '', /VAGRANT_LOG/);
    assert.match(failure([], 'a stack').message, /names no reason/);
  });
});
