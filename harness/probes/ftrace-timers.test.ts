import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FunctionCall } from './ftrace-function.js';
import { busiestTimer, periods, timersOf } from './ftrace-timers.js';

const REST_NS = 2e9;

/** The runs of one timer, each beginning 2 s and a few ms after the end of the one before. */
function runs(firstNs: number, durationNs: number, latenessNs: number[]): FunctionCall[] {
  let startNs = firstNs;
  return latenessNs.map((lateNs) => {
    const call = { startNs, cpu: 0, durationNs, function: 'estimation_timer' };
    startNs += durationNs + REST_NS + lateNs;
    return call;
  });
}

const startsOf = (calls: FunctionCall[]) => calls.map((call) => call.startNs);

describe('timersOf', () => {
  it('tells apart timers whatever their runs last, as long as they are out of step', () => {
    const lateness = fc.array(fc.integer({ min: 0, max: 4e6 }), { minLength: 2, maxLength: 6 });
    const timer = fc.tuple(fc.integer({ min: 1, max: 100e6 }), lateness);
    fc.assert(
      fc.property(fc.array(timer, { minLength: 1, maxLength: 3 }), (timers) => {
        // 600 ms apart: lateness and durations of six runs do not reach from one to the next.
        const longest = Math.max(...timers.map(([durationNs]) => durationNs));
        const all = timers.map(([, late], i) => runs(1e12 + i * 600e6, longest, late));
        const found = timersOf(all.flat().reverse()).map(startsOf);
        const order = (a: (number | null)[], b: (number | null)[]) => a[0]! - b[0]!;
        assert.deepEqual(found.sort(order), all.map(startsOf));
      }),
    );
  });

  it('needs absolute times', () => {
    assert.throws(
      () => timersOf([{ startNs: null, cpu: 0, durationNs: 1, function: 'f' }]),
      /funcgraph-abstime/,
    );
  });
});

describe('busiestTimer', () => {
  const late = [0, 1e6, 4e6, 0, 2e6];

  it('picks the timer of the namespace with the rules among those of empty ones', () => {
    const ours = runs(5e9, 119e6, late);
    const others = [runs(5.2e9, 1200, late), runs(5.9e9, 90_000, late)];
    assert.deepEqual(busiestTimer([...others, ours].flat()), ours);
    assert.deepEqual(periods(busiestTimer([...others, ours].flat())), [2.119e9, 2.12e9, 2.123e9, 2.119e9]);
  });

  it('knows the long run although an empty namespace runs right before or behind it', () => {
    const long = runs(5e9, 119e6, [0, 0, 0, 0]);
    const short = long.map(({ startNs }, i) => {
      const behindNs = i % 2 === 0 ? -2000 : 119e6 + 1000;
      return { startNs: startNs! + behindNs, cpu: 0, durationNs: 1200, function: 'estimation_timer' };
    });
    assert.deepEqual(busiestTimer([...long, ...short]), long);
  });

  it('gives a 2 s period also when all timers run for microseconds, one of them once long', () => {
    const timers = [runs(5e9, 1200, late), runs(5.4e9, 1300, late), runs(6e9, 1250, late)];
    timers[0]![2]!.durationNs = 30_000;
    const found = periods(busiestTimer(timers.flat()));
    assert.equal(found.length, 4);
    for (const periodNs of found) assert.ok(periodNs >= REST_NS && periodNs < 1.01 * REST_NS);
  });

  it('has no period of no or one call', () => {
    assert.deepEqual(periods(busiestTimer([])), []);
    assert.deepEqual(periods(busiestTimer(runs(0, 5, [0]))), []);
  });
});
