import type { RunEvent } from '../run/events.js';
import { wallS } from '../run/plan/time-left.js';
import { duration } from './duration.js';
import { answerLines, verdictLines } from './verdict-lines.js';

/** Why a trial is tried again. */
export const againWords = (again: readonly string[] = []): string =>
  again.length === 0 ? '' : `, since ${again.join('; ')}`;

/** One event as a plain line; nothing for those that only a live display has room for. */
export function eventLine(event: RunEvent, jobs: number, verbose = false): string | undefined {
  switch (event.type) {
    case 'plan': {
      const { profile, seed, trials } = event.plan;
      const resumed =
        event.toRun.length === trials.length ? '' : `, ${event.toRun.length} of them still to run`;
      return `plan: profile ${profile}, seed ${seed}, ${trials.length} trials${resumed}, about ${duration(wallS(event.toRun, jobs))} plus baking; results in ${event.folder}`;
    }
    case 'prepare':
      return `prepare: ${event.what}`;
    case 'notice':
      return `${event.notice.severity === 'warning' ? 'warning' : 'note'}: ${event.notice.text}`;
    case 'trial-start':
      return `start ${event.trial.id}${event.attempt === 1 ? '' : ` (attempt ${event.attempt}${againWords(event.again)})`}`;
    case 'trial-end': {
      const { id, status, durationS, reasons } = event.record;
      const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
      return `${status} ${id} in ${duration(durationS)} (${event.done}/${event.of}, about ${duration(event.leftS)} left)${why}`;
    }
    case 'verdicts':
      return verbose
        ? verdictLines(event.judged, event.scenarios, event.trust)
        : answerLines(event.judged, event.scenarios, event.trust);
    case 'end':
      return `end: ${duration(event.durationS)}, ${event.failed} failed, ${event.disturbed} disturbed; report: ${event.folder}/report.html`;
    case 'step':
      return undefined;
  }
}
