import assert from 'node:assert/strict';
import { AMD64, ARM64 } from '../host/architecture.js';
import { type CloudGuest, cloudGuestArgv } from './cloud-guest-argv.js';

const guest: CloudGuest = {
  accelerator: 'tcg-multi',
  cpus: 2,
  memoryMb: 2048,
  disk: '/o,x/overlay.qcow2',
  writes: 'kept',
  seed: '/s,y',
  consoleLog: '/raw/console.log',
  sshPort: 2022,
  routeOut: false,
};

const values = (argv: string[], option: string): string[] =>
  argv.flatMap((word, i) => (word === option ? [argv[i + 1] as string] : []));
const drive = (argv: string[], id: string): string[] =>
  (values(argv, '-drive').find((one) => one.includes(`id=${id},`)) ?? '').split(/(?<!,),(?!,)/);

describe('cloudGuestArgv', () => {
  for (const architecture of [AMD64, ARM64]) {
    describe(`of ${architecture.debian}`, () => {
      const argv = cloudGuestArgv(guest, architecture);

      it('keeps what is written on its own disk while it is provisioned, and drops it in a trial', () => {
        assert.ok(drive(argv, 'disk').includes('snapshot=off'));
        const trial = cloudGuestArgv({ ...guest, writes: 'dropped' }, architecture);
        assert.ok(drive(trial, 'disk').includes('snapshot=on'));
        assert.deepEqual(
          trial.filter((word, i) => word !== argv[i]),
          values(trial, '-drive').filter((word) => word.includes('id=disk')),
          'nothing else differs',
        );
      });

      it('boots the disk and not the seed, which it can’t write to', () => {
        const devices = values(argv, '-device');
        assert.ok(devices.includes('virtio-blk-pci,drive=disk,bootindex=0'));
        assert.ok(devices.includes('virtio-blk-pci,drive=seed'));
        const words = drive(argv, 'seed');
        for (const word of ['readonly=on', 'file.driver=vvfat', 'file.label=cidata', 'file.dir=/s,,y']) {
          assert.ok(words.includes(word), word);
        }
        assert.ok(drive(argv, 'disk').includes('file=/o,,x/overlay.qcow2'));
      });

      it('is reached from 127.0.0.1 alone, and reaches out only to be provisioned', () => {
        const network = (routeOut: boolean) =>
          values(cloudGuestArgv({ ...guest, routeOut }, architecture), '-netdev')
            .join()
            .split(',');
        const forward = 'hostfwd=tcp:127.0.0.1:2022-:22';
        assert.deepEqual(
          network(false).filter((word) => word.startsWith('hostfwd')),
          [forward],
        );
        assert.deepEqual(
          network(false).filter((word) => !network(true).includes(word)),
          ['restrict=on'],
        );
      });

      it('has the sandbox, no configuration of the host, and no device that is not named', () => {
        for (const word of ['-no-user-config', '-nodefaults', '-no-reboot']) assert.ok(argv.includes(word));
        assert.equal(values(argv, '-sandbox').length, 1);
        assert.deepEqual(values(argv, '-serial'), ['file:/raw/console.log']);
        assert.deepEqual(values(argv, '-smp'), ['2']);
      });
    });
  }

  it('brings firmware where QEMU brings none that boots a disk', () => {
    const flash = (argv: string[]) => values(argv, '-drive').filter((word) => word.includes('if=pflash'));
    assert.deepEqual(flash(cloudGuestArgv(guest, AMD64)), []);
    assert.deepEqual(flash(cloudGuestArgv(guest, ARM64)), [
      `if=pflash,format=raw,readonly=on,file=${ARM64.firmware?.path}`,
    ]);
  });
});
