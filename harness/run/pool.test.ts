import assert from 'node:assert/strict';
import type { Trial } from '../types.js';
import { runPool } from './pool.js';

const trials = (...clocks: Trial['clock'][]): Trial[] =>
  clocks.map((clock, i) => ({ id: `${clock}-${i}`, clock }) as Trial);
const all = trials('instructions', 'wall', 'instructions', 'wall', 'instructions', 'instructions');
const forever = new AbortController().signal;
const turns = async (n: number) => {
  for (let i = 0; i < n; i++) await new Promise(setImmediate);
};

/** Runs them and notes who ran beside whom. */
async function watched(jobs: number, signal = forever, onStart: (id: string) => void = () => {}) {
  const running = new Set<string>();
  const started: string[] = [];
  const beside: { id: string; others: string[] }[] = [];
  const work = async ({ id }: Trial) => {
    running.add(id);
    started.push(id);
    for (const one of running)
      beside.push({ id: one, others: [...running].filter((other) => other !== one) });
    try {
      onStart(id);
      await turns(3);
    } finally {
      running.delete(id);
    }
  };
  const error = await runPool(all, work, { jobs, signal }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.equal(running.size, 0, 'nothing goes on behind the end');
  const most = Math.max(...beside.map(({ others }) => others.length + 1));
  const withReal = beside.filter(({ id, others }) => [id, ...others].some((one) => one.startsWith('wall')));
  return { started, most, error, besideReal: withReal.filter(({ others }) => others.length > 0) };
}

describe('runPool', () => {
  it('runs as many instruction-clock trials side by side as it may, and no more', async () => {
    for (const jobs of [1, 2, 3]) assert.equal((await watched(jobs)).most, jobs);
    assert.equal((await watched(9)).most, 4);
    assert.equal((await watched(0)).most, 1);
  });

  it('never lets anything run beside a wall-clock trial', async () => {
    const { besideReal, started } = await watched(3);
    assert.deepEqual(besideReal, []);
    assert.equal(started.length, 6);
  });

  it('keeps the order of the plan in each clock', async () => {
    const { started } = await watched(1);
    assert.deepEqual(started, [
      'instructions-0',
      'instructions-2',
      'instructions-4',
      'instructions-5',
      'wall-1',
      'wall-3',
    ]);
  });

  it('begins nothing more after an error, and throws it when what runs has ended', async () => {
    const { started, error } = await watched(2, forever, (id) => {
      if (id === 'instructions-2') throw new Error('disk full');
    });
    assert.deepEqual(started, ['instructions-0', 'instructions-2']);
    assert.match(String(error), /disk full/);
  });

  it('throws the first of several errors', async () => {
    const work = async ({ id }: Trial) => {
      if (id === 'instructions-0') await turns(2);
      throw new Error(id);
    };
    await assert.rejects(runPool(all, work, { jobs: 2, signal: forever }), /^Error: instructions-2$/);
  });

  it('begins nothing more once interrupted, and does not take that for an error', async () => {
    const controller = new AbortController();
    const { started, error } = await watched(2, controller.signal, (id) => {
      if (id === 'instructions-2') controller.abort();
    });
    assert.deepEqual([started, error], [['instructions-0', 'instructions-2'], undefined]);
    assert.deepEqual((await watched(2, AbortSignal.abort())).started, []);
  });
});
