/** What a scenario is written with: steps with their parsers and metrics, shorthands for claims, tables and figures. */
export { ascending } from './ascending.js';
export { type CallsThrough, callsThrough } from './callers.js';
export { conclusions, growsLinearly, type Question, ratioAtLeast, staysFlat } from './conclusions.js';
export {
  above,
  below,
  between,
  cell,
  claimsOf,
  exponent,
  levelsFigure,
  metric,
  ratio,
  slope,
  table,
} from './declare.js';
export {
  beforeAfterFigure,
  comparison,
  flameFigure,
  scaling,
  slopesFigure,
} from './effects.js';
export { machine, state, treatment } from './factors.js';
export { fileLines, folderEntries, kernelRelease, printedLines, setting } from './facts.js';
export { callCounts, callGraph, functionTime, memory } from './kernel.js';
export { measured, series } from './measured.js';
export { byKernel, onKernels } from './on-kernels.js';
export { type OpenLoop, openLoop, withServer } from './open-loop.js';
export { dealt, parseParts } from './parts.js';
export { printedTimes } from './printed-times.js';
export { processorMetrics } from './processor-time.js';
export { program } from './program.js';
export { type Said, saidBy } from './said.js';
export { count, repeated, sh } from './sh.js';
export { type SoftirqLook, softirqsBetween, softirqsInWindows } from './softirqs.js';
export { type SpawnRounds, spawnRounds, variantLatencies } from './spawn-rounds.js';
export { burst, spawnTime } from './spawn-time.js';
export { type Place, type Sweep, sweep } from './sweep.js';
export { threadShare } from './thread-share.js';
export { timelyRequests } from './timely-requests.js';
export { timerRuns } from './timer-runs.js';
export { medianRatio, UDP_METRICS } from './udp.js';
