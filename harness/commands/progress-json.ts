import { claimLine } from '../claims/claim-words.js';
import { say } from '../machine/host/terminal.js';
import type { RunEvent } from '../run/events.js';
import type { Progress } from './progress.js';

/** One JSON object a line on stdout, with its time: for programs. */
export function jsonProgress(): Progress {
  const onEvent = (event: RunEvent): void =>
    say(`${JSON.stringify({ time: new Date().toISOString(), ...forPrograms(event) })}\n`);
  return { onEvent, end: async () => {} };
}

/** Verdicts without the samples that they were computed from: those stand in observations.csv. */
function forPrograms(event: RunEvent): object {
  if (event.type !== 'verdicts') return event;
  const claims = event.judged.map((one) => ({
    scenario: one.scenario,
    id: one.claim.id,
    kind: one.claim.kind,
    verdict: one.verdict,
    line: claimLine(one),
  }));
  return { type: event.type, claims };
}
