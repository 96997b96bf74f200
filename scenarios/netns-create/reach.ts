import { program, type ScheduledSpawn, type StepDraft, sh, type Trial } from '../../harness/index.js';
import { parseFill, parseSettled } from './parse.js';

/** Where `ip` keeps its namespaces; upstream builds say /var/run, which is a link to it. */
const FOLDER = '/run/netns';
/** What an add or delete leaves to the kernel's workers is done before the next one is timed. */
const PACE_MS = 32;
export const COUNTED = ['--count-dir', FOLDER];
export const PACED = ['--pace-ms', String(PACE_MS)];

export const tool = (variant: string): string => `variants/${variant}/ip`;

/** One line of a schedule: `ip netns` of a variant, with these words. */
export const ipNetns = (variant: string, iteration: number, ...words: string[]): ScheduledSpawn => ({
  ...{ label: variant, iteration, argv: [tool(variant), 'netns', ...words] },
});

/** Destruction is asynchronous; adds right after it are many times slower. */
const SETTLE_DEADLINE_MS = 10_000;
/** A machine of the user's own may have so many of its own that it never settles: smoke does not wait for it. */
const SMOKE_SETTLE_DEADLINE_MS = 1000;
/** The initial namespace, and freed ones that the allocator keeps per CPU: seen 2 to 5, never fewer than 2. */
const SETTLED_ABOVE_LEVEL = 8;

/** The lowest level with namespaces and the highest, of those up to `most`. */
export const ends = (levels: readonly number[], most = Number.POSITIVE_INFINITY): number[] => {
  const some = levels.filter((level) => level > 0 && level <= most);
  return some.filter((_, i) => i === 0 || i === some.length - 1);
};

/** The first step of every pass. */
export const prepared = ({ variants }: Trial): StepDraft => ({
  ...sh('guest/prepare.sh', ...variants.map(tool)),
  deadlineS: 120,
});

/**
 * From `previous` namespaces to `level`, with nothing left of what was destroyed before, and that checked. How long it took
 * is kept of timed boots alone: others come from other levels.
 */
export const reach = (trial: Trial, level: number, previous: number): StepDraft[] => [
  {
    ...filled(level, previous),
    ...(trial.pass === undefined && {
      factors: { namespaces: level },
      parse: (stdout) => (level > previous ? parseFill(stdout) : []),
    }),
  },
  settled(trial, level),
  { ...sh('guest/verify.sh', level, ...trial.variants.map(tool)), title: `verify ${level}`, deadlineS: 120 },
];

export const filled = (level: number, previous: number): StepDraft => ({
  ...program('netns-fill', FOLDER, 'netknee-', previous, level),
  title: `fill to ${level}`,
});

/** Waits until the kernel has no more namespaces than there should be. */
export function settled({ profile }: Trial, level: number, title = `settle at ${level}`): StepDraft {
  const deadlineMs = profile === 'smoke' ? SMOKE_SETTLE_DEADLINE_MS : SETTLE_DEADLINE_MS;
  return {
    ...program('netns-settle', level + SETTLED_ABOVE_LEVEL, deadlineMs),
    ...{ title, deadlineS: 60, onFailure: 'continue', doubts: parseSettled },
  };
}

/** One add of every variant by a script that looks at it in another way than by its time. */
export const oneAddEach = (
  { variants }: Trial,
  level: number,
  script: string,
  [title, name]: readonly [title: string, name: string],
  parse: NonNullable<StepDraft['parse']>,
): StepDraft[] =>
  variants.map((variant) => ({
    ...sh(script, tool(variant), `${name}-${variant}`),
    title: `${title} ${variant} at ${level}`,
    onFailure: 'continue',
    factors: { namespaces: level, variant },
    parse,
  }));
