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
  levelsFigure('timer-duration', 'estimation_timer by rules and possible CPUs', DURATION, 'rules', CPUS, {
    where: { run_estimation: 'on' },
    fit: true,
  }),
  slopesFigure('timer-slopes', 'What one more rule adds to a run of estimation_timer', 'timer-growth'),
  probe('probe-max', 'Latest packet by rules, path and run_estimation', LATEST),
  probe('probe-p99', 'UDP probe p99 by rules, path and run_estimation', P99),
  probe('probe-p99-threads', 'UDP probe p99 where threads estimate (Linux 6.2 and later)', P99, {
    mitigation: 'threads',
  }),
  {
    kind: 'percentiles',
    name: 'probe-percentiles',
    title: 'UDP probe at 79,001 rules: the whole distribution',
    panels: 'possibleCpus',
    ...packets,
  },
  {
    kind: 'timeline',
    name: 'probe-timeline',
    title: 'UDP probe at 79,001 rules, packet by packet',
    spacingNs,
    ...packets,
  },
  beforeAfter('estimation-turned-off', 'Latest packet with estimation on and off', OFF, LATEST),
  beforeAfter(
    'timer-patched',
    'Latest packet with estimation_timer as it is and emptied by livepatch',
    'livepatch',
    LATEST,
  ),
  beforeAfter('timer-turned-off', 'One run of estimation_timer with estimation on and off', OFF, DURATION),
  flameFigure('timer-graph', "What the timer's CPU does when it is not idle"),
];
