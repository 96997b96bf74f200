import type { StepDraft, Trial } from '../../harness/index.js';
import { parseFill, parseSettled } from './parse.js';

/** Where `ip` keeps its namespaces; upstream builds say /var/run, which is a link to it. */
export const FOLDER = '/run/netns';
/** Destruction is asynchronous; adds right after it are many times slower. */
const SETTLE_DEADLINE_MS = 10_000;
/** A machine of the user's own may have so many of its own that it never settles: smoke does not wait for it. */
const SMOKE_SETTLE_DEADLINE_MS = 1000;
/** The initial namespace, and freed ones that the allocator keeps per CPU: seen 2 to 5, never fewer than 2. */
const SETTLED_ABOVE_LEVEL = 8;

export const tool = (variant: string): string => `variants/${variant}/ip`;

/** The first step of every pass. */
export const prepared = ({ variants }: Trial): StepDraft => ({
  title: 'prepare',
  argv: ['sh', 'guest/prepare.sh', ...variants.map(tool)],
  deadlineS: 120,
  onFailure: 'abort',
});

/**
 * From `previous` namespaces to `level`, with nothing left of what was destroyed before, and that checked. How long it took
 * is kept of timed boots alone: others come from other levels.
 */
export const reach = (trial: Trial, level: number, previous: number): StepDraft[] => [
  trial.pass === undefined ? timedFill(level, previous) : filled(level, previous),
  settled(trial, level),
  verified(trial, level),
];

export const filled = (level: number, previous: number): StepDraft => ({
  title: `fill to ${level}`,
  argv: ['netns-fill', FOLDER, 'netknee-', String(previous), String(level)],
  deadlineS: 300,
  onFailure: 'abort',
  level,
});

const timedFill = (level: number, previous: number): StepDraft => ({
  ...filled(level, previous),
  factors: { namespaces: level },
  parse: (stdout) => (level > previous ? parseFill(stdout) : []),
});

/** Waits until the kernel has no more namespaces than there should be. */
export const settled = ({ profile }: Trial, level: number): StepDraft => ({
  title: `settle at ${level}`,
  argv: [
    'netns-settle',
    String(level + SETTLED_ABOVE_LEVEL),
    String(profile === 'smoke' ? SMOKE_SETTLE_DEADLINE_MS : SETTLE_DEADLINE_MS),
  ],
  deadlineS: 60,
  onFailure: 'continue',
  level,
  doubts: parseSettled,
});

const verified = ({ variants }: Trial, level: number): StepDraft => ({
  title: `verify ${level}`,
  argv: ['sh', 'guest/verify.sh', String(level), ...variants.map(tool)],
  deadlineS: 120,
  onFailure: 'abort',
  level,
});
