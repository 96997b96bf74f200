import assert from 'node:assert/strict';
import { AMD64, ARM64, architectureInputs, architectureOf } from './architecture.js';

describe('architectureOf', () => {
  it('goes by the host’s processor, as Node calls it', () => {
    assert.equal(architectureOf('x64'), AMD64);
    assert.equal(architectureOf('arm64'), ARM64);
    assert.equal(architectureOf('riscv64'), AMD64);
  });

  it('calls each thing by one architecture’s names alone', () => {
    const words = (names: object): string => JSON.stringify(names);
    assert.doesNotMatch(words(ARM64), /amd64|x86|ttyS0/);
    assert.doesNotMatch(words(AMD64), /arm|aarch64|ttyAMA0/);
  });
});

describe('architectureInputs', () => {
  it('leaves what amd64 is addressed by as it was, and sets arm64 apart', () => {
    assert.deepEqual(architectureInputs(AMD64), {});
    assert.deepEqual(architectureInputs(ARM64), { architecture: 'arm64' });
  });
});
