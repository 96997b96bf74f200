import assert from 'node:assert/strict';
import { AMD64, ARM64 } from '../host/architecture.js';
import { qemuArgv as argvOf, type GuestDescription } from './qemu-argv.js';

const guest: GuestDescription = {
  clock: 'instructions',
  accelerator: 'tcg-icount',
  cpus: 1,
  possibleCpus: 80,
  memoryMb: 2048,
  kernel: '/k/vmlinuz',
  rootfs: '/r/root.ext4',
  modules: '/k/modules.ext4',
  bundle: '/b/bundle.tar',
  consoleLog: '/raw/console.log',
  kernelArguments: ['nohz=off'],
  purpose: { do: 'trial' },
};
const real: GuestDescription = {
  ...guest,
  clock: 'wall',
  accelerator: 'tcg-multi',
  cpus: 2,
  possibleCpus: 32,
};

const qemuArgv = (description: GuestDescription): string[] => argvOf(description, AMD64);

/** Every value that follows this option. */
const values = (argv: string[], option: string): string[] =>
  argv.flatMap((word, i) => (word === option ? [argv[i + 1] as string] : []));
const value = (argv: string[], option: string): string => {
  const all = values(argv, option);
  assert.equal(all.length, 1, `${option} once: ${all.join(' ')}`);
  return all[0] as string;
};
const kernelWords = (argv: string[]): string[] => value(argv, '-append').split(' ');

describe('qemuArgv', () => {
  it('gives the instruction clock one CPU of a named model, a clock of instructions and fixed addresses', () => {
    const argv = qemuArgv(guest);
    assert.match(value(argv, '-cpu'), /^(?!max$|host$)[A-Z]\w+$/);
    assert.match(value(argv, '-machine'), /^pc-q35-\d+\.\d+$/, 'a versioned machine');
    assert.equal(value(argv, '-accel'), 'tcg,thread=single');
    assert.equal(value(argv, '-icount'), 'shift=0,sleep=off');
    assert.match(value(argv, '-rtc'), /^base=20\d\d-\d\d-\d\dT00:00:00,clock=vm$/);
    assert.equal(value(argv, '-seed'), '1');
    assert.equal(value(argv, '-smp'), '1,maxcpus=80');
    const words = kernelWords(argv);
    for (const word of ['nokaslr', 'norandmaps', 'nohz=off', 'netknee.do=trial'])
      assert.ok(words.includes(word), word);
  });

  it('gives the wall clock the host’s CPU and KVM, or a thread a vCPU, and the wall clock', () => {
    const kvm = qemuArgv({ ...real, accelerator: 'kvm' });
    assert.deepEqual([value(kvm, '-accel'), value(kvm, '-cpu')], ['kvm', 'host']);
    assert.ok(kernelWords(kvm).includes('clocksource=kvm-clock'), 'the clock that the host answers for');
    const emulated = qemuArgv(real);
    assert.ok(kernelWords(emulated).includes('tsc=reliable'));
    assert.ok(!kernelWords(emulated).join().includes('clocksource='));
    assert.deepEqual([value(emulated, '-accel'), value(emulated, '-cpu')], ['tcg,thread=multi', 'max']);
    for (const argv of [kvm, emulated]) {
      assert.equal(value(argv, '-smp'), '2,maxcpus=32');
      for (const option of ['-icount', '-rtc', '-seed']) assert.deepEqual(values(argv, option), [], option);
      assert.equal(kernelWords(argv).includes('norandmaps'), false);
      assert.ok(kernelWords(argv).includes('nokaslr'));
    }
  });

  it('writes to no image, and none of the host’s configuration shows', () => {
    const drives = values(qemuArgv(guest), '-drive');
    assert.equal(drives.length, 3);
    for (const drive of drives) assert.match(drive, /,(snapshot|readonly)=on,/);
    assert.ok(qemuArgv(guest).includes('-no-user-config'));
    assert.ok(qemuArgv(guest).includes('-nodefaults'));
    assert.ok(qemuArgv(guest).includes('-no-reboot'));
  });

  it('numbers the disks as guest-init.sh mounts them', () => {
    const argv = qemuArgv(guest);
    const files = values(argv, '-drive').map((drive) => /id=(\w+),.*file=(.*)$/.exec(drive)?.slice(1));
    const numbers = values(argv, '-device').flatMap(
      (device) => /drive=(\w+),.*nsid=(\d)/.exec(device)?.slice(1) ?? [],
    );
    assert.deepEqual(files, [
      ['root', '/r/root.ext4'],
      ['modules', '/k/modules.ext4'],
      ['bundle', '/b/bundle.tar'],
    ]);
    assert.deepEqual(numbers, ['root', '1', 'modules', '2', 'bundle', '3']);
  });

  it('gives a trial no network card', () => {
    const argv = qemuArgv(guest);
    assert.equal(value(argv, '-nic'), 'none');
    assert.deepEqual(values(argv, '-netdev'), []);
    assert.equal(argv.join(' ').includes('net0'), false);
  });

  it('lets a shell be reached from 127.0.0.1 alone, and reach nothing', () => {
    const argv = qemuArgv({ ...real, purpose: { do: 'shell', sshPort: 2022 } });
    const options = value(argv, '-netdev').split(',');
    assert.deepEqual(
      options.filter((option) => option.startsWith('hostfwd')),
      ['hostfwd=tcp:127.0.0.1:2022-:22'],
    );
    assert.ok(options.includes('restrict=on'));
    assert.ok(kernelWords(argv).includes('netknee.do=shell'));
  });

  it('doubles commas, where QEMU would see another option', () => {
    const argv = qemuArgv({ ...guest, rootfs: '/a,readonly=off/root', consoleLog: '/c,d/console.log' });
    assert.match(values(argv, '-drive')[0] as string, /,file=\/a,,readonly=off\/root$/);
    assert.equal(value(argv, '-serial'), 'file:/c,,d/console.log');
  });

  describe('of arm64', () => {
    const arm = (description: GuestDescription): string[] => argvOf(description, ARM64);

    it('differs in the machine, its processor and the clock source, and in nothing else', () => {
      const [there, here] = [arm(guest), qemuArgv(guest)];
      const without = (argv: string[]): string[] =>
        argv.filter((_, i) => !['-machine', '-cpu', '-smp', '-append'].includes(argv[i - 1] ?? ''));
      assert.deepEqual(without(there), without(here));
      assert.equal(value(there, '-machine'), 'virt-5.2,gic-version=3');
      assert.match(value(there, '-cpu'), /^cortex-a57,cntfrq=1000000000$/);
      const [ours, theirs] = [kernelWords(there), kernelWords(here)];
      assert.deepEqual(
        ours.filter((word) => !theirs.includes(word)),
        ['console=ttyAMA0', 'maxcpus=1'],
      );
      assert.deepEqual(
        theirs.filter((word) => !ours.includes(word)),
        ['console=ttyS0', 'tsc=reliable', 'nopti'],
      );
    });

    it('has all possible CPUs there and lets the kernel start those that run', () => {
      assert.equal(value(arm(real), '-smp'), '32');
      assert.ok(kernelWords(arm(real)).includes('maxcpus=2'));
    });

    it('takes the host’s processor and interrupt controller under KVM', () => {
      const kvm = arm({ ...real, accelerator: 'kvm' });
      assert.deepEqual(
        ['-machine', '-cpu', '-accel'].map((option) => value(kvm, option)),
        ['virt-5.2,gic-version=host', 'host', 'kvm'],
      );
      assert.ok(!kernelWords(kvm).join().includes('clocksource='), 'it has one alone');
    });

    it('emulates, on the wall clock, a processor on which kernels before 5.12 boot', () => {
      assert.match(value(arm(real), '-cpu'), /^max,.*lpa2=off/);
    });
  });
});
