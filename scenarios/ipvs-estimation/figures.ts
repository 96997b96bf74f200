import {
  beforeAfterFigure,
  type FigureSpec,
  flameFigure,
  levelsFigure,
  slopesFigure,
  type Where,
} from '../../harness/index.js';
import { spacingNs } from './probe-times.js';

const LATEST = 'probe_latency_max';
const P99 = 'probe_latency_p99';
const DURATION = 'estimation_timer_duration';
const CPUS = ['possibleCpus'];
const OFF = 'estimation-off';

const UNTREATED = { mitigation: null } as const;
const series = ['path', 'run_estimation'];
const packets = { metric: 'probe_latency', series, where: { rules: 79001, ...UNTREATED } };

const probe = (name: string, title: string, metric: string, where: Where = UNTREATED) =>
  levelsFigure(name, title, metric, 'rules', series, { panels: 'possibleCpus', where, yScale: 'log' });

const beforeAfter = (name: string, title: string, comparison: string, metric: string) =>
  beforeAfterFigure(name, title, comparison, metric, { yScale: 'log' });

export const figures: FigureSpec[] = [
  levelsFigure('timer-duration', 'estimation_timer by rules, CPUs', DURATION, 'rules', CPUS, {
    where: { run_estimation: 'on' },
    fit: true,
  }),
  slopesFigure('timer-slopes', 'What one more rule adds', 'timer-growth'),
  probe('probe-max', 'Latest packet by rules and path', LATEST),
  probe('probe-p99', 'UDP probe p99 by rules and path', P99),
  probe('probe-p99-threads', 'UDP probe p99 since Linux 6.2', P99, {
    mitigation: 'threads',
  }),
  {
    kind: 'percentiles',
    name: 'probe-percentiles',
    title: 'Distribution at 79,001 rules',
    panels: 'possibleCpus',
    ...packets,
  },
  {
    kind: 'timeline',
    name: 'probe-timeline',
    title: 'Packet by packet, 79,001 rules',
    spacingNs,
    ...packets,
  },
  beforeAfter('estimation-turned-off', 'Latest packet, estimation on/off', OFF, LATEST),
  beforeAfter('timer-patched', 'Latest packet and livepatch', 'livepatch', LATEST),
  beforeAfter('timer-turned-off', 'Timer runs, estimation on/off', OFF, DURATION),
  flameFigure('timer-graph', "Stacks of the timer's CPU"),
];
