import assert from 'node:assert/strict';
import type { Trial } from '../types.js';
import { countCpus, INSTALLED_MACHINE, isInstalledMachine, machineFactors } from './installed-machine.js';

const guest = { kernel: '6.1', possibleCpus: 80, memoryMb: 2048 } as Trial;
const own = { ...guest, ...INSTALLED_MACHINE };
const facts = { 'cpus-possible': '0-3', memory: 'MemTotal:       16384512 kB\nMemFree:  1 kB' };

describe("a machine of the user's own in the plan", () => {
  it('has the factors of its facts, where a guest has those of the plan', () => {
    assert.deepEqual(machineFactors(own, facts), { possibleCpus: 4, memoryMb: 16001 });
    assert.deepEqual(machineFactors(guest, facts), { possibleCpus: 80, memoryMb: 2048 });
    assert.deepEqual(machineFactors(own, {}), { possibleCpus: 0, memoryMb: 0 });
  });

  it('is told by its kernel', () => {
    assert.equal(isInstalledMachine(own), true);
    assert.equal(isInstalledMachine(guest), false);
  });
});

describe('countCpus', () => {
  it('counts a list of the kernel', () => {
    assert.equal(countCpus('0\n'), 1);
    assert.equal(countCpus('0-3,8,10-11\n'), 7);
    assert.equal(countCpus(''), 0);
    assert.equal(countCpus('none'), 0);
  });
});
