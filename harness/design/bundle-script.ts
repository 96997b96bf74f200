import type { Step, Trial } from '../types.js';
import { shellWord, shellWords } from './shell-words.js';

/** 256 ticks of a 250 Hz kernel: whole turns of the timer wheel's second level. Idle time costs the instruction clock nothing. */
const EXACT_ALIGN_MS = 1024;

/** Pure: the bundle's run.sh. POSIX sh; it can be read, and run by hand as root on a machine of one's own. */
export function bundleScript(trial: Trial, steps: Step[]): string {
  const lines = steps.map((step) =>
    [
      'step',
      shellWord(step.id),
      step.deadlineS,
      step.onFailure,
      shellWord(step.title),
      shellWords(step.argv),
    ].join(' '),
  );
  return [
    '#!/bin/sh',
    `# netknee trial ${trial.id}: ${trial.scenario}, boot ${trial.boot}, seed ${trial.seed}.`,
    '# Framed records go to stdout, one line a step to stderr. By hand, as root: sh run.sh >stream',
    'cd "$(dirname "$0")" || exit 1',
    '. ./lib/steps.sh',
    ...(trial.clock === 'instructions' ? [`align_ms=${EXACT_ALIGN_MS}`] : []),
    `begin ${shellWord(trial.id)} ${shellWord(`steps=${steps.length}`)}`,
    '. ./lib/facts.sh',
    ...lines,
    'end complete',
    '',
  ].join('\n');
}
