import { median } from 'simple-statistics';
import type { FunctionCall } from './ftrace-function.js';

type TimedCall = FunctionCall & { startNs: number };

/** Share of the rest that clocks and jiffies may make it seem shorter. */
const EARLY = 0.01;
/** Share of the rest within which the order of two timers may change: the timer wheel rounds up. */
const DISORDER = 0.1;

/**
 * Tells apart the timers behind the calls of one timer function.
 *
 * Each network namespace has an estimation timer of its own; the trace shows them mixed. Every one arms
 * itself again at its end, `restNs` ahead (2 s for IPVS), and is never early, but may be late (the wheel
 * rounds up, softirqs wait). So a call belongs to a timer that has rested for `restNs` to twice that, and
 * of those to the one it is the least late for. Timers that run behind each other in one softirq come
 * so close that their order may change: among them the duration decides. Only timers in step whose runs
 * are alike can be mistaken for each other, and their periods are alike as well. A timer whose call was lost
 * comes out as two.
 */
export function timersOf(calls: readonly FunctionCall[], restNs = 2e9): TimedCall[][] {
  const timers: TimedCall[][] = [];
  for (const call of inOrder(calls)) {
    const rested = timers
      .map((timer) => ({ timer, last: timer.at(-1)!, restedNs: restBefore(call, timer.at(-1)!) }))
      .filter(({ restedNs }) => restedNs >= (1 - EARLY) * restNs && restedNs <= 2 * restNs);
    const leastNs = Math.min(...rested.map(({ restedNs }) => restedNs));
    const [own] = rested
      .filter(({ restedNs }) => restedNs <= leastNs + DISORDER * restNs)
      .sort((a, b) => unlikeness(call, a.last) - unlikeness(call, b.last) || b.restedNs - a.restedNs);
    if (own === undefined) timers.push([call]);
    else own.timer.push(call);
  }
  return timers;
}

function restBefore(call: TimedCall, last: TimedCall): number {
  return call.startNs - (last.startNs + last.durationNs);
}

function unlikeness(a: FunctionCall, b: FunctionCall): number {
  return Math.abs(Math.log((a.durationNs + 1) / (b.durationNs + 1)));
}

function inOrder(calls: readonly FunctionCall[]): TimedCall[] {
  const timed = calls.map((call) => {
    if (call.startNs === null) throw new Error('the trace has no absolute times: set funcgraph-abstime');
    return call as TimedCall;
  });
  return timed.sort((a, b) => a.startNs - b.startNs);
}

/**
 * The calls of the timer with the longest runs (by median): that of the namespace with the rules. Without
 * rules all run for microseconds, and any of them tells the same.
 */
export function busiestTimer(calls: readonly FunctionCall[], restNs?: number): FunctionCall[] {
  let busiest: TimedCall[] = [];
  let longestNs = -1;
  for (const timer of timersOf(calls, restNs)) {
    const durationNs = median(timer.map((call) => call.durationNs));
    if (durationNs > longestNs) {
      busiest = timer;
      longestNs = durationNs;
    }
  }
  return busiest;
}

/** Nanoseconds from start to start of successive calls of one timer, as {@link busiestTimer} gives them. */
export function periods(calls: readonly FunctionCall[]): number[] {
  const starts = inOrder(calls).map((call) => call.startNs);
  return starts.slice(1).map((startNs, i) => startNs - starts[i]!);
}
