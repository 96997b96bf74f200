/**
 * A run of fake events on the live display, as a program of its own for a pseudo-terminal: `live-display.testing.js`. A line on stdin
 * leads to the next event, so that a test looks at the screen in between.
 */
import { createInterface } from 'node:readline';
import { terminalProgress } from '../harness/commands/progress-terminal.js';
import type { RunEvent } from '../harness/run/events.js';
import { tinyPlan } from '../harness/run/tiny.testing.js';
import type { Trial, TrialRecord } from '../harness/types.js';

const plan = tinyPlan();
const [first, second] = plan.trials as [Trial, Trial];
const of = plan.trials.length;
const record = (id: string): TrialRecord =>
  ({ id, status: 'done', reasons: [], durationS: 61 }) as unknown as TrialRecord;
const step = (trial: string, done: number, title: string): RunEvent => ({
  ...{ type: 'step', trial, step: String(done), title, done, of: 40 },
});

const events: RunEvent[] = [
  { type: 'plan', run: 'r', folder: 'results/r', plan, toRun: plan.trials },
  { type: 'prepare', what: 'build \u001b[2Jthe probes' },
  { type: 'notice', notice: { severity: 'warning', text: 'a notice' } },
  { type: 'trial-start', trial: first, attempt: 1 },
  { type: 'trial-start', trial: second, attempt: 1 },
  ...Array.from({ length: 40 }, (_, i) =>
    step(first.id, i, `reach ${i} of many named things and measure each`),
  ),
  ...Array.from({ length: 40 }, (_, i) => step(second.id, i, `measure ${i}`)),
  { type: 'trial-start', trial: second, attempt: 2, again: ['34 % of the CPUs were used by others'] },
  { type: 'trial-end', trial: first.id, record: record(first.id), done: 1, of, leftS: 754 },
  { type: 'end', folder: 'results/r', failed: 0, disturbed: 0, durationS: 65 },
];

const progress = terminalProgress(2);
for await (const line of createInterface({ input: process.stdin })) {
  const event = events[Number(line)];
  if (event === undefined) break;
  progress.onEvent(event);
}
await progress.end();
process.exit();
