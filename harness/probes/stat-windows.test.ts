import assert from 'node:assert/strict';
import { execa } from 'execa';
import { compile } from './compile.testing.js';
import { busiestWindow, parseStatWindows } from './stat-windows.js';

/** Jiffies of two CPUs: softirq and idle of each. */
const look = (atMs: number, ...[soft0, idle0, soft1, idle1]: [number, number, number, number]): string =>
  `at ${atMs * 1e6}\ncpu0 1 0 1 ${idle0} 0 0 ${soft0} 0 0 0\ncpu1 1 0 1 ${idle1} 0 0 ${soft1} 0 0 0\n`;

describe('parseStatWindows', () => {
  const text = look(0, 0, 100, 0, 100) + look(100, 0, 125, 1, 124) + look(200, 25, 125, 1, 149);

  it('gives shares window by window', () => {
    const windows = parseStatWindows(text);
    assert.deepEqual(windows, [
      { startNs: 0, endNs: 100e6, byCpu: { 0: 0, 1: 0.04 }, mean: 0.02 },
      { startNs: 100e6, endNs: 200e6, byCpu: { 0: 1, 1: 0 }, mean: 0.5 },
    ]);
    assert.deepEqual(
      [0, 1, 'mean' as const].map((of) => busiestWindow(windows, of as number | 'mean')),
      [1, 0.04, 0.5],
    );
    assert.throws(() => busiestWindow(windows, 2), RangeError);
  });

  it('joins a window that is too short to the next', () => {
    const late = look(240, 25, 126, 2, 149) + look(300, 25, 150, 2, 173);
    const [, , last] = parseStatWindows(text + late);
    assert.deepEqual([last?.startNs, last?.endNs, last?.byCpu[1]], [200e6, 300e6, 0.04]);
  });

  it('joins a window in which a CPU had no tick to the next: the host ran something else', () => {
    // CPU 0 stands still from 200 to 300 ms.
    const still = look(300, 25, 125, 1, 174) + look(400, 30, 145, 1, 199);
    const windows = parseStatWindows(text + still);
    assert.deepEqual(
      windows.map(({ startNs, endNs }) => [startNs / 1e6, endNs / 1e6]),
      [
        [0, 100],
        [100, 200],
        [200, 400],
      ],
    );
    assert.equal(windows[2]?.byCpu[0], 0.2);
  });

  it('throws on what makes no window', () => {
    assert.throws(() => parseStatWindows(''), /no window of 50 ms/);
    assert.throws(() => parseStatWindows(look(0, 0, 1, 0, 1)), /no window of 50 ms/);
    assert.throws(() => parseStatWindows(look(0, 0, 1, 0, 1) + look(100, 0, 1, 0, 9)), /a tick of every CPU/);
    assert.throws(() => parseStatWindows(`cpu0 1\n${text}`), /a line "at NS" is due/);
    assert.throws(() => parseStatWindows(text.replace('at 0', 'at noon')), /time of a look/);
  });
});

describe('stat-windows.c', function () {
  this.timeout(60_000);
  const run = async (...words: string[]) =>
    execa(await compile(new URL('./stat-windows.c', import.meta.url)), words, {
      reject: false,
      timeout: 30_000,
    });

  it('looks when it is due, at single CPUs', async () => {
    const { stdout, exitCode, stderr } = await run('--every-ms', '250', '2');
    assert.equal(exitCode, 0, stderr);
    const looks = [...stdout.matchAll(/^at (\d+)$/gm)].map(([, ns]) => Number(ns));
    assert.equal(looks.length, 9);
    assert.ok(looks[8]! - looks[0]! > 1.5e9);
    assert.doesNotMatch(stdout, /^(?!at |cpu\d)/m);
    const windows = parseStatWindows(stdout);
    assert.ok(windows.every(({ mean }) => mean >= 0 && mean <= 1));
  });

  it('refuses wrong words', async () => {
    for (const words of ['', '0', '1 2', '--every-ms 5 1', '--cpu x 1', '--all 1'])
      assert.equal((await run(...words.split(' '))).exitCode, 2, words);
  });
});
