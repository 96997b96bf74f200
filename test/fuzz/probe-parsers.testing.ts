import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stepsOf } from '../../harness/design/steps-of.js';
import { parseOpenLoop } from '../../harness/kit/open-loop.js';
import { parseBurst } from '../../harness/kit/spawn-time.js';
import { packageRoot } from '../../harness/machine/host/places.js';
import { gapTable } from '../../harness/packets/packet-gaps.js';
import { packetsOf } from '../../harness/packets/packet-hops.js';
import { lateness } from '../../harness/packets/packet-lateness.js';
import { FrameDecoder } from '../../harness/probes/frame.js';
import { encode } from '../../harness/probes/frame.testing.js';
import { parseFunctionGraph } from '../../harness/probes/ftrace-function.js';
import { busiestTimer, periods } from '../../harness/probes/ftrace-timers.js';
import { parseGdbCaller } from '../../harness/probes/gdb-caller.js';
import { parseMachineState, restoration, stateDifferences } from '../../harness/probes/machine-state.js';
import { memoryMeasurements } from '../../harness/probes/meminfo.js';
import { parsePacketPath } from '../../harness/probes/packet-path.js';
import { parsePerfStacks } from '../../harness/probes/perf-stacks.js';
import { parseProcStat } from '../../harness/probes/proc-stat.js';
import { sections } from '../../harness/probes/sections.js';
import { parseSoftirqs } from '../../harness/probes/softirqs.js';
import { latencies, parseSpawnTime } from '../../harness/probes/spawn-time.js';
import { parseStatWindows } from '../../harness/probes/stat-windows.js';
import { parseStraceCount } from '../../harness/probes/strace-count.js';
import { parseStraceTrace } from '../../harness/probes/strace-trace.js';
import { parseUdpProbe, probeMeasurements } from '../../harness/probes/udp-probe.js';
import { discover } from '../../harness/run/plan/discover.js';
import { resolvePlan } from '../../harness/run/plan/resolve-plan.js';
import type { Step } from '../../harness/types.js';
import { isExpected, type Parser } from './parser.testing.js';

const text = (path: string): string => readFileSync(join(packageRoot, path), 'utf8');
const probe = (name: string): string => text(`harness/probes/fixtures/${name}.txt`);
const fixtures = (scenario: string, part: RegExp): string[] =>
  readdirSync(join(packageRoot, 'scenarios', scenario, 'fixtures'))
    .filter((name) => part.test(name))
    .map((name) => text(`scenarios/${scenario}/fixtures/${name}`));
const netns = (part: RegExp): string[] => fixtures('netns-create', part);
const ipvs = (part: RegExp): string[] => fixtures('ipvs-estimation', part);

const SECTIONS = ['network-namespaces', 'links', 'mounts', 'sysctls', 'modules', 'tracing'];
const STATE = SECTIONS.map((name) => `@@ ${name}\n/sys/kernel/tracing x\nip_vs 1 0\nnet.core.x = 3\n`).join(
  '',
);

/** Programs of the guest and the kernel's files, read by pure functions. */
export const PROBES: readonly Parser[] = [
  {
    name: 'ftrace function graph',
    corpus: [probe('function-graph')],
    read: (one) => {
      const { calls } = parseFunctionGraph(one);
      return [busiestTimer(calls), periods(calls)];
    },
  },
  {
    name: 'open loop of the kit',
    corpus: ['sequence,intended_ns,sent_ns,received_ns\n0,10,11,30\n1,20,21,60\n'],
    read: (text) => parseOpenLoop(text, 'x'),
  },
  {
    name: 'burst of the kit',
    corpus: [
      '@@ part-1\nsequence,label,iteration,count,start_ns,duration_ns,exit,user_us,system_us,minor_faults,major_faults,max_rss_kb\n0,x,0,,1,2,0,0,0,0,0,0\n',
    ],
    read: (text) => parseBurst(text, 'x', 1),
  },
  { name: 'gdb backtrace', corpus: [probe('gdb-caller'), ...netns(/caller/)], read: parseGdbCaller },
  {
    name: 'meminfo',
    corpus: [probe('meminfo-4.4'), probe('meminfo-6.18')],
    read: (one) => memoryMeasurements(one),
  },
  {
    name: 'bpftrace packet path',
    corpus: [probe('packet-path'), ...ipvs(/packet-path|path-agreement/)],
    read: (one) => {
      const { events, runs } = parsePacketPath(one);
      const packets = packetsOf(events);
      return [gapTable(packets, { name: 'gaps', title: 'Gaps', factors: {} }), lateness(packets, runs)];
    },
  },
  { name: 'perf script', corpus: [probe('perf-stacks'), ...netns(/call-graph/)], read: parsePerfStacks },
  { name: '/proc/softirqs', corpus: [probe('softirqs-6.18')], read: parseSoftirqs },
  { name: '/proc/stat', corpus: [probe('stat-6.18')], read: parseProcStat },
  { name: 'stat-windows', corpus: ipvs(/softirq-windows/), read: parseStatWindows },
  { name: 'strace -c', corpus: [probe('strace-count'), ...netns(/calls/)], read: parseStraceCount },
  { name: 'strace', corpus: netns(/trace/), read: parseStraceTrace },
  { name: 'spawn-time', corpus: netns(/add-at|spawn/), read: (one) => latencies(parseSpawnTime(one)) },
  {
    name: 'udp-probe',
    corpus: [
      ...ipvs(/probe-at/),
      'sequence,intended_ns,sent_ns,received_ns,kernel_received_ns\n0,10,11,30,28\n1,20,21,60,\n',
    ],
    read: (one) => probeMeasurements(parseUdpProbe(one)),
  },
  { name: 'sections', corpus: [...netns(/state/), ...ipvs(/compare/)], read: sections },
  {
    name: 'state of a machine',
    corpus: [STATE],
    read: (one) => {
      const [before, after] = [parseMachineState(STATE), parseMachineState(one)];
      return [stateDifferences(before, after), restoration(before, after)];
    },
  },
];

/** The guest's channel, whole and in pieces. */
const stream = [
  encode({ kind: 'fact', name: 'kernel', payload: Buffer.from('Linux 6.1\n') }),
  encode({ kind: 'out', name: '001-add', payload: Buffer.from('i,ns\n0,1\n') }),
  encode({ kind: 'status', name: '001-add', payload: Buffer.from('exit=0\n') }),
  encode({ kind: 'end', name: 'trial', payload: Buffer.from('complete\n') }),
];

export const FRAMES: Parser = {
  name: 'frames of a guest',
  corpus: [
    Buffer.concat(stream).toString('latin1'),
    stream[1]!.toString('latin1'),
    '@netknee 1 out a 999999999999999 00000000\n',
  ],
  read: (one) => {
    const decoder = new FrameDecoder();
    const bytes = Buffer.from(one, 'latin1');
    for (let i = 0; i < bytes.length; i += 1000) decoder.push(bytes.subarray(i, i + 1000));
    return decoder.end();
  },
};

/** Whatever the steps of every pass of every scenario read. */
export async function stepParsers(): Promise<Parser[]> {
  const all = await discover();
  const passes = ['timed', 'kernels', 'diagnosis', 'pressure', 'factors'] as const;
  const { plan } = await resolvePlan({ profile: 'smoke', passes: [...passes], clock: 'both' });
  const corpus = [...netns(/./), ...ipvs(/./)].map((one) => one.slice(0, 200_000));
  return all.map(({ name, ...rest }) => {
    const steps = new Map<string, Step>();
    for (const trial of plan.trials.filter(({ scenario }) => scenario === name)) {
      for (const step of stepsOf({ name, ...rest }, trial)) steps.set(step.id.replace(/\d+/g, ''), step);
    }
    const readers = [...steps.values()].flatMap(({ parse, attachments, doubts }) =>
      [parse, attachments, doubts].filter((one) => one !== undefined),
    );
    return {
      name: `steps of ${name}`,
      corpus,
      read: (one) => {
        const errors: unknown[] = [];
        for (const reader of readers) {
          try {
            reader(one);
          } catch (error) {
            if (!isExpected(error)) throw error;
            errors.push(error);
          }
        }
        return errors.length;
      },
    };
  });
}
