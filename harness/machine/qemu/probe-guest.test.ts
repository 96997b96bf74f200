import assert from 'node:assert/strict';
import { AMD64, ARM64 } from '../host/architecture.js';
import { probeArgv } from './probe-guest.js';

const values = (argv: string[], option: string): string[] =>
  argv.flatMap((word, i) => (word === option ? [argv[i + 1] as string] : []));

describe('probeArgv', () => {
  it('boots a kernel that prints its first lines before it knows any device', () => {
    const argv = probeArgv('/k/vmlinuz', 'kvm', AMD64);
    assert.deepEqual(values(argv, '-accel'), ['kvm']);
    assert.deepEqual(values(argv, '-kernel'), ['/k/vmlinuz']);
    assert.match(values(argv, '-append').join(), /earlyprintk=serial/);
    assert.deepEqual(values(argv, '-drive'), []);
    assert.deepEqual(values(argv, '-sandbox').length, 1, 'confined as a guest of a trial');
  });

  it('boots the firmware without a kernel, on its serial port', () => {
    const amd64 = probeArgv(undefined, 'tcg-multi', AMD64);
    assert.deepEqual(values(amd64, '-kernel'), []);
    assert.ok(values(amd64, '-machine').includes('graphics=off'));
    const arm64 = probeArgv(undefined, 'tcg-multi', ARM64);
    assert.match(values(arm64, '-drive').join(), /if=pflash/);
    assert.ok(!values(arm64, '-machine').includes('graphics=off'));
  });
});
