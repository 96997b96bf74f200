import assert from 'node:assert/strict';
import { parseCpuList, placeVcpus } from './vcpu-placement.js';

const alone = (...cpus: number[]) => cpus.map((cpu) => ({ cpu, siblings: [cpu] }));
/** CPUs n and n + 4 share a core. */
const threads = (...cpus: number[]) => cpus.map((cpu) => ({ cpu, siblings: [cpu % 4, (cpu % 4) + 4] }));

describe('parseCpuList', () => {
  it('reads single CPUs and ranges', () => {
    assert.deepEqual(parseCpuList('0-2,5\n'), [0, 1, 2, 5]);
    assert.deepEqual(parseCpuList('7'), [7]);
    assert.deepEqual(parseCpuList('\n'), []);
  });
});

describe('placeVcpus', () => {
  it('gives each vCPU a CPU of its own, from the last one down', () => {
    assert.deepEqual(placeVcpus(2, alone(0, 1, 2, 3)), [3, 2]);
    assert.deepEqual(placeVcpus(2, alone(0, 1)), [1, 0]);
  });

  it('gives each a core of its own while there are enough', () => {
    assert.deepEqual(placeVcpus(4, threads(0, 1, 2, 3, 4, 5, 6, 7)), [7, 6, 5, 4]);
    assert.deepEqual(placeVcpus(2, threads(3, 7, 6)), [7, 6]);
    assert.deepEqual(placeVcpus(3, threads(3, 7, 6)), [7, 6, 3]);
  });

  it('places none where not each has one', () => {
    assert.equal(placeVcpus(3, alone(0, 1)), undefined);
  });
});
