import type { Frame } from '../../probes/frame.js';
import type { Trial } from '../../types.js';
import type { Provider, TrialEnd, TrialRequest } from './provider.js';

/** What a fake machine streams in one attempt of a trial, and how it ends after that. */
export interface FakeTrial {
  frames: Frame[];
  /** `hangs`: until it is interrupted. `late`: as if the deadline of the whole trial had passed. */
  ends: 'well' | 'hangs' | 'late' | { problem: string };
  trouble?: string[];
}

export interface FakeStep {
  id: string;
  out: string;
  exit?: number;
  stderr?: string;
}

const frame = (kind: string, name: string, text: string): Frame => ({
  kind,
  name,
  payload: Buffer.from(text),
});

/** The records of a bundle that ran these steps. @param result absent when it did not come that far */
export function fakeFrames(trial: Trial, steps: FakeStep[], result?: string): Frame[] {
  return [
    frame('begin', trial.id, `steps=${steps.length}\n`),
    frame('fact', 'kernel', 'Linux 6.1.0-fake\n'),
    ...steps.flatMap(({ id, out, exit = 0, stderr = '' }) => [
      frame('start', id, `${id}\n`),
      frame('out', id, out),
      ...(stderr === '' ? [] : [frame('err', id, stderr)]),
      frame('status', id, `exit=${exit}\nstarted_s=1.00\nended_s=2.00\n`),
    ]),
    ...(result === undefined ? [] : [frame('end', trial.id, `${result}\n`)]),
  ];
}

/** For tests of the life cycle: no machine is made; each attempt plays what `script` says. */
export function fakeProvider(
  script: (trial: Trial, attempt: number) => FakeTrial,
  realAccelerator = 'fake',
): Provider {
  const attempts = new Map<string, number>();
  return {
    name: 'fake',
    realAccelerator,
    runTrial: async (request) => {
      const attempt = (attempts.get(request.trial.id) ?? 0) + 1;
      attempts.set(request.trial.id, attempt);
      const { frames, ends, trouble = [] } = script(request.trial, attempt);
      for (const one of frames) await request.onFrame(one);
      const problem = await problemOf(ends, request);
      return {
        accelerator: request.trial.clock === 'wall' ? realAccelerator : 'fake',
        trouble,
        ...(problem === undefined ? {} : { problem }),
      };
    },
  };
}

async function problemOf(ends: FakeTrial['ends'], request: TrialRequest): Promise<TrialEnd['problem']> {
  if (ends === 'hangs') await interrupted(request.signal);
  if (request.signal.aborted) return 'interrupted';
  if (ends === 'late') return `the trial was not over within ${request.deadlines.totalS} s of the host`;
  return typeof ends === 'object' ? ends.problem : undefined;
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
