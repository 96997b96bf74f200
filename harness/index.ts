/** The public API: what a scenario is written with. */
export { numbered, type StepDraft } from './design/numbered.js';
export { derivedSeed, interleaved, shuffled } from './design/order.js';
export { csvRows, integerOf } from './probes/csv-rows.js';
export { parseFunctionGraph } from './probes/ftrace-function.js';
export { busiestTimer, periods } from './probes/ftrace-timers.js';
export { calledThrough, parseGdbCaller } from './probes/gdb-caller.js';
export { parseIpvsadm } from './probes/ipvsadm.js';
export { MEMORY_METRICS, memoryMeasurements } from './probes/meminfo.js';
export { parseProcStat, softirqShares } from './probes/proc-stat.js';
export { section, sections } from './probes/sections.js';
export { parseSoftirqs } from './probes/softirqs.js';
export { latencies, parseSpawnTime, type ScheduledSpawn, schedule } from './probes/spawn-time.js';
export { opens, parseStraceCount, type SyscallCounts } from './probes/strace-count.js';
export {
  occurrences,
  parseStraceTrace,
  type SyscallTrace,
  type TracedCall,
  timeIn,
} from './probes/strace-trace.js';
export { parseUdpProbe, probeMeasurements } from './probes/udp-probe.js';
export { defineScenario } from './scenario.js';
export * from './types.js';
