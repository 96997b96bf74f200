import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import { processorWaitS } from './processor-wait.js';

describe('processorWaitS', () => {
  it('grows by what other work takes of the one processor that both may use', async function () {
    if (process.platform !== 'linux') this.skip();
    const loop = ['-c', '0', 'node', '-e', 'for (;;);'];
    const [one, two] = [1, 2].map(() => execa('taskset', loop, { reject: false, timeout: 20_000 }));
    try {
      await wait(2000);
      const waited = await processorWaitS(one!.pid as number);
      // Two share one processor: each waits for about half of the time, wherever else it is busy for longer.
      assert.ok(waited > 0.3, `${waited} s`);
    } finally {
      one!.kill('SIGKILL');
      two!.kill('SIGKILL');
    }
  });

  it('is nothing for a process that is gone', async () => {
    assert.equal(await processorWaitS(2 ** 22 + 1), 0);
  });
});
