import { writeFile } from 'node:fs/promises';
import { planTrials } from '../design/plan.js';
import { type FakeTrial, fakeFrames, fakeProvider } from '../machine/provider/fake.testing.js';
import type { Provider } from '../machine/provider/provider.js';
import type { Measurement, Scenario, Step, Trial, Variant } from '../types.js';
import type { RunEvent } from './events.js';
import { executeRun } from './execute.js';
import { withDigest } from './plan/resolve-plan.js';
import type { Prepared } from './prepare/prepare.js';
import type { RunMachines } from './run-machines.js';
import type { RunRequest } from './run-request.js';

const variant = (name: string): Variant => ({
  name,
  title: name,
  tool: 'tool',
  sources: [{ kind: 'guest', path: '/bin/tool', version: '1' }],
  targets: [],
  product: { path: 'tool', as: 'tool' },
});

/** One prepare step and one measurement a level: enough for every turn of a trial's life. */
export const tiny: Scenario = {
  name: 'tiny',
  title: 'A scenario for tests',
  question: 'Does the life cycle hold?',
  factors: [
    { ...{ name: 'namespaces', title: 'namespaces', kind: 'amount', scope: 'state' }, levels: [0, 5] },
    { name: 'variant', title: 'variant', kind: 'text', scope: 'treatment' },
  ],
  metrics: [{ name: 'latency', unit: 'ns', better: 'lower', title: 'latency' }],
  variants: [variant('a'), variant('b')],
  possibleCpus: { instructions: [2], wall: [2] },
  memoryMb: 64,
  iterations: { smoke: 2, quick: 2, standard: 2, paper: 2 },
  kernelArguments: [],
  steps: (trial) => [
    { id: '1-prepare', title: 'prepare', argv: ['true'], deadlineS: 9, onFailure: 'abort' },
    ...trial.levels.map(
      (level, i): Step => ({
        id: `${i + 2}-at-${level}`,
        title: `at ${level}`,
        argv: ['measure', String(level)],
        deadlineS: 9,
        onFailure: 'continue',
        level,
        factors: { namespaces: level },
        parse: (stdout) => JSON.parse(stdout) as Measurement[],
      }),
    ),
  ],
  estimateS: () => 10,
  claims: [],
  comparisons: [],
  scalings: [],
  jitters: [],
  tables: [
    { name: 'latency', title: 'Latency', metrics: ['latency'], rows: 'namespaces', columns: ['variant'] },
  ],
  figures: [],
};

export const tinyPlan = (request: { boots?: number; clocks?: ('instructions' | 'wall')[] } = {}) =>
  withDigest(
    planTrials({
      scenarios: [tiny],
      profile: 'quick',
      clocks: request.clocks ?? ['instructions', 'wall'],
      kernels: ['6.1'],
      seed: 1,
      boots: request.boots ?? 2,
    }),
  );

const outputOf = (trial: Trial, step: Step): string =>
  step.parse === undefined
    ? ''
    : JSON.stringify(
        trial.variants.flatMap((name, v) =>
          Array.from({ length: trial.iterations }, (_, iteration) => ({
            metric: 'latency',
            factors: { variant: name },
            iteration,
            value: 1000 * trial.boot + 100 * v + iteration + (step.level ?? 0),
          })),
        ),
      );

/** What a machine would stream of the first `count` steps, all well. */
const stepsOf = (trial: Trial, count = Number.POSITIVE_INFINITY) =>
  tiny
    .steps(trial)
    .slice(0, count)
    .map((step) => ({ id: step.id, out: outputOf(trial, step) }));

export const plays = {
  well: (trial: Trial): FakeTrial => ({
    frames: fakeFrames(trial, stepsOf(trial), 'complete'),
    ends: 'well',
  }),
  /** Its last step ends with exit 3; what came before stands. */
  failedStep: (trial: Trial): FakeTrial => {
    const steps = stepsOf(trial).map((step, i, { length }) =>
      i === length - 1 ? { ...step, out: 'rubbish', exit: 3, stderr: 'tool: no such thing\n' } : step,
    );
    return { frames: fakeFrames(trial, steps, 'complete'), ends: 'well' };
  },
  /** Streams this many steps, then ends so. */
  until: (trial: Trial, count: number, ends: FakeTrial['ends']): FakeTrial => ({
    frames: fakeFrames(trial, stepsOf(trial, count)),
    ends,
  }),
};

/** Everything that a real run builds first, made of one empty file. */
async function prepared(tool: string): Promise<Prepared> {
  await writeFile(tool, '');
  const sha = '0'.repeat(64);
  const artifact = { name: 'bookworm', kind: 'rootfs', inputsSha256: sha, sha256: sha, details: {} } as const;
  return {
    guest: { rootfs: { artifact, folder: '/nonexistent' }, layers: new Map(), kernels: new Map() },
    parts: new Map([
      [
        'tiny',
        {
          programs: new Map([['measure', tool]]),
          variants: new Map(['a', 'b'].map((name) => [name, tool])),
          scripts: [],
        },
      ],
    ]),
    artifacts: [artifact],
    stored: [],
    unavailable: [],
    notices: [],
  };
}

export interface TinyRun {
  folder: string;
  play: (trial: Trial, attempt: number) => FakeTrial;
  onEvent?: (event: RunEvent) => void;
  signal?: AbortSignal;
  request?: Partial<RunRequest>;
  unavailable?: Prepared['unavailable'];
  /** What is otherwise than in an ordinary preparation. */
  made?: Partial<Prepared>;
  /** Takes the place of the fake machine. */
  provider?: Provider;
}

/** Runs the tiny scenario on the fake machine, instruction-clock trials one at a time unless told otherwise. */
export async function runTiny({
  folder,
  play,
  onEvent,
  signal,
  request,
  unavailable,
  made,
  provider,
}: TinyRun) {
  const events: RunEvent[] = [];
  const asked: RunRequest = {
    scenarios: [tiny],
    kernels: [],
    plan: tinyPlan(),
    settings: { jobs: 1 },
    folder,
    run: 'tiny-run',
    onEvent: (event) => {
      events.push(event);
      onEvent?.(event);
    },
    signal: signal ?? new AbortController().signal,
    ...request,
  };
  const machines: RunMachines = {
    prepare: async () => ({ ...(await prepared(`${folder}.tool`)), unavailable: unavailable ?? [], ...made }),
    provider: async () => ({ provider: provider ?? fakeProvider(play), notices: [] }),
  };
  const { manifest } = await executeRun(asked, machines);
  return { manifest, events };
}
