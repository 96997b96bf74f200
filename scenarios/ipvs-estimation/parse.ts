import {
  csvRows,
  integerOf,
  type Levels,
  latencies,
  type Measurement,
  measured,
  parseSpawnTime,
  parseUdpProbe,
  probeMeasurements,
  section,
  sections,
  stamped,
  threadShare,
} from '../../harness/index.js';
import { softirqs, timer } from './metrics.js';

/** Output of `ipvs-load`, in ns; nothing was loaded on the way to level 0. */
export const parseLoad = (stdout: string): Measurement[] =>
  csvRows(stdout, ['from', 'to', 'acks', 'errors', 'duration_ns']).flatMap((row) =>
    measured({ load_time: integerOf(row.duration_ns, 'duration_ns') }, { variant: 'netlink' }),
  );

/** Output of `compare-loads.sh`: a section of spawn-time rows per method. */
export function parseLoadMethods(stdout: string, rules: number): Measurement[] {
  return [...sections(stdout)].flatMap(([variant, text]) =>
    latencies(parseSpawnTime(text)).map(({ iteration, latencyNs: value }) => ({
      ...{ metric: 'load_time', iteration, value, factors: { variant, rules } },
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

/** What `read` makes of the sections, stamped with how estimation stood; nothing where the kernel can't do what was asked. */
export function underEstimation(
  stdout: string,
  asked: 0 | 1,
  read: (all: Map<string, string>) => Measurement[],
): Measurement[] {
  const all = sections(stdout);
  const estimation = estimationOf(all, asked);
  return estimation === undefined ? [] : stamped(read(all), estimation);
}

/** CPU that `prepare.sh` arms the timer on. */
export const TIMER_CPU = 0;

/** Without rules, or turned off, every namespace's timer runs for microseconds: any may be the longest, on any CPU. */
const timerMeasurements = (all: Map<string, string>, asked: 0 | 1, rules: number): Measurement[] =>
  timer.measure(section(all, 'trace'), rules > 0 && asked === 1 ? TIMER_CPU : undefined);

/** Output of `timer.sh`. */
export const parseTimer = (stdout: string, asked: 0 | 1, rules: number): Measurement[] =>
  underEstimation(stdout, asked, (all) => timerMeasurements(all, asked, rules));

export interface ProbeContext {
  asked: 0 | 1;
  rules: number;
  paths: readonly string[];
  /** Whether the timer was traced meanwhile. */
  traced: boolean;
}

/** Output of `probe.sh`. */
export const parseProbe = (stdout: string, { asked, rules, paths, traced }: ProbeContext): Measurement[] =>
  underEstimation(stdout, asked, (all) => [
    ...paths.flatMap((path) => stamped(pathMeasurements(all, path), { path })),
    ...(traced ? timerMeasurements(all, asked, rules) : []),
  ]);

function pathMeasurements(all: Map<string, string>, path: string): Measurement[] {
  const look = (when: string) => ({
    softirqs: section(all, `softirqs-${when}.${path}`),
    stat: section(all, `stat-${when}.${path}`),
  });
  const threads = (when: string) => section(all, `kthreads-${when}.${path}`);
  // What was recorded before there were threads does not say.
  const busy = all.has(`kthreads-before.${path}`)
    ? threadShare(threads('before'), threads('after'))
    : undefined;
  return [
    ...probeMeasurements(parseUdpProbe(section(all, `packets.${path}`))),
    ...softirqs.measure(look('before'), look('after')),
    ...measured({ estimation_thread_share: busy }),
  ];
}

/** Output of `rates.sh`: what ipvsadm shows of the one service that datagrams come in for. */
export function parseRates(text: string): Measurement[] {
  const [, inPps] = /^UDP +10\.200\.0\.1:9000 +\d+ +(\d+) /m.exec(text) ?? [];
  if (inPps === undefined) throw new Error('ipvsadm --rate shows no line of the service');
  return measured({ service_rate: integerOf(inPps, 'InPPS') });
}

/** Output of `mitigate.sh` around a probe; nothing where the kernel does not have what it takes. */
export function parseTreated(stdout: string, mitigation: string, rules: number, path: string): Measurement[] {
  const all = sections(stdout);
  const said = section(all, 'mitigation').trim();
  if (said === 'absent') return [];
  if (said !== 'applied') throw new Error(`mitigation ${mitigation} is ${said}`);
  const probed = parseProbe(stdout, { asked: 1, rules, paths: [path], traced: false });
  const rates = all.has('rates') ? parseRates(section(all, 'rates')) : [];
  const treated = [...probed, ...stamped(rates, { run_estimation: 'on' })];
  // Threads are what is treated, where there are some.
  return treated.map((one) => ({ ...one, factors: { ...one.factors, mitigation } }));
}
