import { latencyQuantiles } from '../probes/tcp-probe.js';
import { parseUdpProbe } from '../probes/udp-probe.js';
import type { Measurement } from '../types.js';
import { metric } from './declare.js';
import { type Probe, timeMetric } from './probe.js';

export interface OpenLoop {
  /** Echoes of UDP, requests over connections that stay open, or a small GET over a connection of its own each. */
  kind: 'udp' | 'tcp' | 'http';
  /** Requests a second. */
  rate: number;
  /** 4 where it does not say. */
  seconds?: number;
  /** Where the server is, and the namespace it runs in: those of veth.sh where it does not say. */
  address?: string;
  namespace?: string;
  /** Of `http`. `measured`: the share of lost requests is a metric, `NAME_lost_share`, and fails nothing, were it all of them. */
  lost?: 'measured';
}

const PORT = '7000';
const OTHER_PORT = '7001';
const PEER = 'netknee-peer';
const PEER_ADDRESS = '10.200.0.2';
const WARM_UP = '20';

/**
 * Latency from the intended send time, whatever became of the requests before: `NAME_p50`, `NAME_p99` and `NAME_max`. A request
 * that was lost fails the step, unless their share is measured.
 * @param name of the metrics
 * @param title what a request is, such as `one connection`
 */
export function openLoop(name: string, title: string, options: OpenLoop): Probe {
  const { kind, rate, seconds = 4, address = PEER_ADDRESS, namespace = PEER } = options;
  const counted = options.lost === 'measured';
  const program = kind === 'udp' ? 'udp-probe' : 'tcp-probe';
  const timing = ['--rate', String(rate), '--seconds', String(seconds), '--warmup', WARM_UP];
  const client = [
    program,
    'client',
    address,
    PORT,
    ...timing,
    ...(kind === 'http' ? ['--http'] : []),
    ...(counted ? ['--no-wait'] : []),
  ];
  return {
    metrics: [
      timeMetric(`${name}_p50`, `${title}, p50`),
      // Where single packets fall decides these, whatever the clock counts.
      { ...timeMetric(`${name}_p99`, `${title}, p99`), nondeterministic: true },
      { ...timeMetric(`${name}_max`, `${title}, max`), nondeterministic: true },
      ...(counted ? [metric(`${name}_lost_share`, 'share', `${title}: share of those lost`)] : []),
    ],
    step: () => ({
      title: name,
      argv: ['sh', 'guest/with-server.sh', namespace, program, 'server', PORT, '--', ...client],
      deadlineS: seconds + 60,
      onFailure: 'continue',
      parse: (stdout) => (counted ? parseLossy(stdout, name) : parseOpenLoop(stdout, name)),
    }),
  };
}

/**
 * Words of a command that sends requests to a server in the namespace of veth.sh while something else is looked at, such as a function
 * that they call: `withServer('udp-probe', '--rate', '20', '--seconds', '1')`.
 */
export const withServer = (program: 'udp-probe' | 'tcp-probe', ...words: string[]): string[] => [
  ...['sh', 'guest/with-server.sh', PEER, program, 'server', OTHER_PORT, '--'],
  ...[program, 'client', PEER_ADDRESS, OTHER_PORT, ...words],
];

/** Output of a client. @throws when a request was lost */
export function parseOpenLoop(stdout: string, name: string): Measurement[] {
  const rows = parseUdpProbe(stdout);
  const lost = rows.filter(({ receivedNs }) => receivedNs === null).length;
  if (lost > 0) throw new Error(`${lost} of ${rows.length} requests were not answered`);
  return latencyQuantiles(rows, name);
}

/** Output of a client: the share of requests that were lost, and how long the others took where there are some. */
export function parseLossy(stdout: string, name: string): Measurement[] {
  const rows = parseUdpProbe(stdout);
  const answered = rows.filter(({ receivedNs }) => receivedNs !== null).length;
  const lost = { metric: `${name}_lost_share`, iteration: 0, value: 1 - answered / rows.length };
  return answered === 0 ? [lost] : [...latencyQuantiles(rows, name), lost];
}
