import type { Claim, FigureSpec, Metric } from '../../../harness/index.js';

const share = (name: string, title: string): Metric => ({
  name,
  unit: 'share',
  better: 'lower',
  // Of a few runs of the timer, which come every 2 s: one more or less decides.
  nondeterministic: true,
  title,
});

export const timerGraphMetrics: Metric[] = [
  share('timer_softirq_stack_share', "run_timer_softirq: share of CPU 0's samples that are not idle"),
  share('estimation_timer_stack_share', "estimation_timer: share of CPU 0's samples that are not idle"),
  share('estimation_thread_stack_share', "the estimation thread: share of CPU 0's samples that are not idle"),
];

const source = 'the IPVS write-up: a Kubernetes node, 80 CPUs, 79,004 lines in ipvsadm -L -n';
/** Sampled with estimation on, whether or not the kernel has a knob for it. */
const top = { rules: 79001 } as const;
const DOMINATES = { is: 'above', bound: 0.5 } as const;

export const timerGraphClaims: Claim[] = [
  {
    id: 'B4',
    statement: 'perf on that CPU: run_timer_softirq dominates: share of the samples that are not idle',
    published: 'flame graph, no figure',
    kind: 'shape',
    source,
    measure: { type: 'cell', metric: 'timer_softirq_stack_share', where: top },
    holds: DOMINATES,
  },
  {
    id: 'B4e',
    statement: 'and in it estimation_timer: share of the samples that are not idle',
    published: 'flame graph, no figure',
    kind: 'shape',
    source,
    measure: { type: 'cell', metric: 'estimation_timer_stack_share', where: top },
    holds: DOMINATES,
  },
];

export const timerGraphFigures: FigureSpec[] = [
  {
    kind: 'flame',
    name: 'timer-graph',
    title: "What the timer's CPU does when it is not idle",
    attachment: 'timer-graph',
  },
];
