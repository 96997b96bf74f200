/** The public API: what a scenario is written with. */
export { inLongProfiles } from './design/long-profiles.js';
export { numbered, type StepDraft } from './design/numbered.js';
export { derivedSeed, interleaved, shuffled, treatmentOrder } from './design/order.js';
export { stamped } from './design/stamped.js';
export { ascending } from './kit/ascending.js';
export { type CallsThrough, callsThrough } from './kit/callers.js';
export { conclusions, growsLinearly, type Question, ratioAtLeast, staysFlat } from './kit/conclusions.js';
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
} from './kit/declare.js';
export {
  beforeAfterFigure,
  comparison,
  flameFigure,
  scaling,
  slopesFigure,
} from './kit/effects.js';
export { machine, state, treatment } from './kit/factors.js';
export { callCounts, callGraph, functionTime, memory } from './kit/kernel.js';
export { measured, series } from './kit/measured.js';
export { byKernel, onKernels } from './kit/on-kernels.js';
export { type OpenLoop, openLoop } from './kit/open-loop.js';
export { dealt, parseParts } from './kit/parts.js';
export { printedTimes } from './kit/printed-times.js';
export type { Probe } from './kit/probe.js';
export { processorMetrics } from './kit/processor-time.js';
export { program } from './kit/program.js';
export { type Said, saidBy } from './kit/said.js';
export { count, sh } from './kit/sh.js';
export { type SoftirqLook, softirqsBetween, softirqsInWindows } from './kit/softirqs.js';
export { type SpawnRounds, spawnRounds, variantLatencies } from './kit/spawn-rounds.js';
export { burst, spawnTime } from './kit/spawn-time.js';
export { type Place, type Sweep, sweep } from './kit/sweep.js';
export { threadShare } from './kit/thread-share.js';
export { timelyRequests } from './kit/timely-requests.js';
export { timerRuns } from './kit/timer-runs.js';
export { medianRatio, UDP_METRICS } from './kit/udp.js';
export { packetAgreement } from './packets/packet-agreement.js';
export { echoesOf } from './packets/packet-echoes.js';
export { gapTable } from './packets/packet-gaps.js';
export { packetsOf } from './packets/packet-hops.js';
export { lateness } from './packets/packet-lateness.js';
export { worstPacketTable } from './packets/packet-table.js';
export { csvRows, integerOf } from './probes/csv-rows.js';
export { parseFunctionGraph } from './probes/ftrace-function.js';
export { busiestTimer, periods } from './probes/ftrace-timers.js';
export { calledThrough, parseGdbCaller } from './probes/gdb-caller.js';
export { MEMORY_METRICS, memoryMeasurements } from './probes/meminfo.js';
export { parsePacketPath } from './probes/packet-path.js';
export { parsePerfStacks, type SampledStacks } from './probes/perf-stacks.js';
export { parseProcStat, softirqShares } from './probes/proc-stat.js';
export { section, sections } from './probes/sections.js';
export { parseSoftirqs } from './probes/softirqs.js';
export { latencies, parseSpawnTime, type ScheduledSpawn, schedule } from './probes/spawn-time.js';
export { busiestWindow, parseStatWindows } from './probes/stat-windows.js';
export { opens, parseStraceCount, type SyscallCounts } from './probes/strace-count.js';
export {
  occurrences,
  parseStraceTrace,
  timeIn,
} from './probes/strace-trace.js';
export { answeredInTime, latencyQuantiles } from './probes/tcp-probe.js';
export { parseUdpProbe, probeMeasurements } from './probes/udp-probe.js';
export { defineScenario, type ScenarioDefinition } from './scenario.js';
export * as stackFrames from './stacks/frames.js';
export { notEndingIn, ofCommand, type Stacks, shareBelow, shareOf } from './stacks/share.js';
export * from './types.js';
