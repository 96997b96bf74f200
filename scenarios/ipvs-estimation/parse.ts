import {
  busiestTimer,
  csvRows,
  integerOf,
  type Levels,
  latencies,
  type Measurement,
  parseFunctionGraph,
  parseProcStat,
  parseSoftirqs,
  parseSpawnTime,
  parseUdpProbe,
  periods,
  probeMeasurements,
  section,
  sections,
  softirqShares,
  stamped,
} from '../../harness/index.js';

/** Output of `ipvs-load`, in ns; nothing was loaded on the way to level 0. */
export function parseLoad(stdout: string): Measurement[] {
  return csvRows(stdout, ['from', 'to', 'acks', 'errors', 'duration_ns']).map((row) => ({
    metric: 'load_time',
    iteration: 0,
    value: integerOf(row.duration_ns, 'duration_ns'),
    factors: { variant: 'netlink' },
  }));
}

/** Output of `compare-loads.sh`: a section of spawn-time rows per method. */
export function parseLoadMethods(stdout: string, rules: number): Measurement[] {
  return [...sections(stdout)].flatMap(([variant, text]) =>
    latencies(parseSpawnTime(text)).map(({ iteration, latencyNs }) => ({
      metric: 'load_time',
      iteration,
      value: latencyNs,
      factors: { variant, rules },
    })),
  );
}

/**
 * How estimation stands while something is measured, as the guest says. `undefined`: the kernel has no knob, and what was asked for can't be measured; such a kernel always estimates. Threads
 * that estimate are a mitigation that a kernel (6.2 and later) brings along.
 */
export function estimationOf(all: Map<string, string>, asked: 0 | 1): Levels | undefined {
  const said = section(all, 'run-estimation').trim();
  if (said === 'absent' && asked === 0) return undefined;
  if (said !== 'absent' && said !== String(asked)) {
    throw new Error(`run_estimation is ${said} where ${asked} was set`);
  }
  const threads = all.get('estimation-by')?.trim() === 'threads';
  return { run_estimation: asked === 1 ? 'on' : 'off', ...(threads && { mitigation: 'threads' }) };
}

/** CPU that `prepare.sh` arms the timer on. */
const TIMER_CPU = 0;
/** CPUs of the paths go from 0 to this one. */
const LAST_PATH_CPU = 1;

/** Runs and periods of the estimation timer that has the rules. */
function timerMeasurements(trace: string, asked: 0 | 1, rules: number): Measurement[] {
  const { calls, lost, unfinished } = parseFunctionGraph(trace);
  if (lost.length > 0) throw new Error('the trace lost events');
  const runs = busiestTimer(calls);
  const elsewhere = runs.find(({ cpu }) => cpu !== TIMER_CPU);
  // Without rules, or turned off, every namespace's timer runs for microseconds: any may be the longest.
  if (rules > 0 && asked === 1 && elsewhere !== undefined) {
    throw new Error(
      `the timer ran on CPU ${elsewhere.cpu}, not ${TIMER_CPU}: the paths would be mislabelled`,
    );
  }
  if (unfinished > 1) throw new Error(`${unfinished} runs of the timer have no end in the trace`);
  return [
    ...runs.map(({ durationNs }, i) => ({
      metric: 'estimation_timer_duration',
      iteration: i,
      value: durationNs,
    })),
    ...periods(runs).map((ns, i) => ({ metric: 'estimation_timer_period', iteration: i, value: ns })),
  ];
}

/** Output of `timer.sh`. */
export function parseTimer(stdout: string, asked: 0 | 1, rules: number): Measurement[] {
  const all = sections(stdout);
  const estimation = estimationOf(all, asked);
  if (estimation === undefined) return [];
  return stamped(timerMeasurements(section(all, 'trace'), asked, rules), estimation);
}

export interface ProbeContext {
  asked: 0 | 1;
  rules: number;
  paths: string[];
  /** Whether the timer was traced meanwhile. */
  traced: boolean;
}

/** Output of `probe.sh`. */
export function parseProbe(stdout: string, { asked, rules, paths, traced }: ProbeContext): Measurement[] {
  const all = sections(stdout);
  const estimation = estimationOf(all, asked);
  if (estimation === undefined) return [];
  const probed = paths.flatMap((path) =>
    stamped(
      [
        ...probeMeasurements(parseUdpProbe(section(all, `packets.${path}`))),
        ...softirqMeasurements(all, path),
        ...threadMeasurements(all, path),
      ],
      { path },
    ),
  );
  const timer = traced ? timerMeasurements(section(all, 'trace'), asked, rules) : [];
  return stamped([...probed, ...timer], estimation);
}

function softirqMeasurements(all: Map<string, string>, path: string): Measurement[] {
  const at = (file: string, when: string) => section(all, `${file}-${when}.${path}`);
  const before = parseSoftirqs(at('softirqs', 'before')).TIMER ?? {};
  const after = parseSoftirqs(at('softirqs', 'after')).TIMER ?? {};
  const shares = softirqShares(parseProcStat(at('stat', 'before')), parseProcStat(at('stat', 'after')));
  const one = (metric: string, value: number): Measurement => ({ metric, iteration: 0, value });
  // Columns of possible CPUs that are not online stay at zero and say nothing; paths lie across CPUs 0 and 1, and what
  // others of a larger machine do is not theirs.
  return [
    ...Object.entries(shares.byCpu).flatMap(([cpu, share]) =>
      Number(cpu) > LAST_PATH_CPU
        ? []
        : [
            one(`timer_softirqs_cpu${cpu}`, (after[Number(cpu)] ?? 0) - (before[Number(cpu)] ?? 0)),
            one(`softirq_share_cpu${cpu}`, share),
          ],
    ),
    one('softirq_share_mean', shares.mean),
  ];
}

/** CPU time of the estimation threads during a probe; nothing on a kernel that has none. */
function threadMeasurements(all: Map<string, string>, path: string): Measurement[] {
  // What was recorded before there were threads does not say.
  if (!all.has(`kthreads-before.${path}`)) return [];
  const look = (when: string): { uptimeS: number; threadsNs: number[] } => {
    const lines = section(all, `kthreads-${when}.${path}`).trim().split('\n');
    const numbers = lines.map(Number);
    if (numbers.some((number) => !Number.isFinite(number))) throw new Error(`kthreads: ${lines.join(' ')}`);
    const [uptimeS = 0, ...threadsNs] = numbers;
    return { uptimeS, threadsNs };
  };
  const [before, after] = [look('before'), look('after')];
  if (after.threadsNs.length === 0) return [];
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const passedNs = (after.uptimeS - before.uptimeS) * 1e9;
  const value = Math.max(0, sum(after.threadsNs) - sum(before.threadsNs)) / passedNs;
  return [{ metric: 'estimation_thread_share', iteration: 0, value }];
}
