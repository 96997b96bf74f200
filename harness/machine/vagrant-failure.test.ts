import assert from 'node:assert/strict';
import { EXIT } from '../failure.js';
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

  it('reads what is only said on stderr', () => {
    const early =
      'Vagrant failed to initialize at a very early stage:\n\nThere is a syntax error in the following Vagrantfile.';
    assert.equal(failure([], early).details.exit, EXIT.usage);
    const taken =
      'Error while activating network: Call to virDomainCreateWithFlags failed: internal error: ' +
      "process exited while connecting to monitor: Could not set up host forwarding rule 'tcp:127.0.0.1:22-:22'";
    assert.match(failure([], taken).message, /port or the name of the machine is taken/);
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
