/** The public API: what a scenario is written with. */
export { inLongProfiles } from './design/long-profiles.js';
export { numbered, type StepDraft } from './design/numbered.js';
export { derivedSeed, interleaved, shuffled, treatmentOrder } from './design/order.js';
export { stamped } from './design/stamped.js';
export * from './kit/index.js';
export * as kit from './kit/index.js';
export type { Probe } from './kit/probe.js';
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
