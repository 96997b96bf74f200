import { parseFunctionGraph } from '../probes/ftrace-function.js';
import { busiestTimer } from '../probes/ftrace-timers.js';
import { median } from '../stats/median.js';
import type { ScenarioCheck } from '../types.js';
import { formatValue } from '../words/format.js';
import type { CheckResult } from './check-result.js';

/** Runs of the traced function on this machine, in ns of its own clock; without runs `why` says what there was instead. */
export type MeasuredRuns =
  | { function: string; seconds: number; runs: number; medianNs: number; longestNs: number; clock: 'wall' }
  | { function: string; seconds: number; runs: 0; why: string };

/** Pure: what a trace by `ftrace-function.sh` shows of the timer with the longest runs. */
export function measuredRuns(
  { function: name, restNs }: NonNullable<ScenarioCheck['measure']>,
  seconds: number,
  trace: string,
): MeasuredRuns {
  const { calls, lost, missing } = parseFunctionGraph(trace);
  const none = (why: string) => ({ function: name, seconds, runs: 0 as const, why });
  if (missing !== undefined) return none('this kernel has no such function now');
  if (lost.length > 0) return none('the trace lost events');
  const durations = busiestTimer(calls, restNs).map(({ durationNs }) => durationNs);
  if (durations.length === 0) return none('it did not run');
  const [medianNs, longestNs] = [median(durations), Math.max(...durations)];
  return { function: name, seconds, runs: durations.length, medianNs, longestNs, clock: 'wall' };
}

/** Pure: one sentence, to stand beside the prediction. The two clocks are never reckoned with one another. */
export function measuredWords(measured: MeasuredRuns): string {
  const where = `measured for ${measured.seconds} s: ${measured.function}`;
  if ('why' in measured) return `${where}: ${measured.why}`;
  const [middle, longest] = [measured.medianNs, measured.longestNs].map((ns) => formatValue(ns, 'ns'));
  return `${where} ran ${measured.runs} times, median ${middle}, longest ${longest} (this machine's own clock)`;
}

/** Pure: with what was measured; runs that are too long affect the machine, whatever its law says of another's instructions. */
export function withMeasured(result: CheckResult, check: ScenarioCheck, measured: MeasuredRuns): CheckResult {
  const [first, ...more] = result.because;
  const because = [...(first === undefined ? [] : [first]), measuredWords(measured), ...more];
  if ('why' in measured || check.matters === undefined || !('above' in check.matters))
    return { ...result, because };
  const tooLong = measured.medianNs >= check.matters.above;
  if (!tooLong || result.state === 'affected') return { ...result, because };
  return { ...result, state: 'affected', headline: `AFFECTED: ${check.words.harm}`, because };
}
