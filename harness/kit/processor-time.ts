import type { SpawnLatency } from '../probes/spawn-time.js';
import type { Measurement, Metric } from '../types.js';
import { metric } from './declare.js';

/**
 * Metrics of a command's processor time beside its whole time: `NAME_user` outside the kernel, `NAME_system` in it. The kernel tells them
 * apart by ticks, so that of a command of a few milliseconds neither repeats.
 */
export const processorMetrics = (name: string, title: string): Metric[] => [
  metric(`${name}_user`, 'ns', `${title}, processor time outside the kernel`, { nondeterministic: true }),
  metric(`${name}_system`, 'ns', `${title}, processor time in the kernel`, { nondeterministic: true }),
];

const NS_PER_US = 1000;

/** What `processorMetrics` declares, of one command. */
export const processorTimes = (
  name: string,
  { iteration, userUs, systemUs }: Pick<SpawnLatency, 'iteration' | 'userUs' | 'systemUs'>,
): Measurement[] => [
  { metric: `${name}_user`, iteration, value: userUs * NS_PER_US },
  { metric: `${name}_system`, iteration, value: systemUs * NS_PER_US },
];
