import type { Trial } from '../../types.js';

/**
 * Host seconds until the end of a plan, from the first estimates corrected by what trials of the same
 * scenario and clock really took.
 */
export class TimeLeft {
  readonly #taken = new Map<string, { realS: number; estimatedS: number }>();

  constructor(private readonly jobs: number) {}

  finished(trial: Trial, durationS: number): void {
    for (const key of [keyOf(trial), '']) {
      const sum = this.#taken.get(key) ?? { realS: 0, estimatedS: 0 };
      this.#taken.set(key, { realS: sum.realS + durationS, estimatedS: sum.estimatedS + trial.estimateS });
    }
  }

  /** @param waiting trials that have not begun; @param running seconds each running one has taken */
  of(waiting: Trial[], running: { trial: Trial; elapsedS: number }[]): number {
    const left = { instructions: 0, wall: 0 };
    for (const trial of waiting) left[trial.clock] += this.#expected(trial);
    for (const { trial, elapsedS } of running)
      left[trial.clock] += Math.max(0, this.#expected(trial) - elapsedS);
    return Math.round(left.instructions / this.jobs + left.wall);
  }

  /** The same kind's experience first; before there is any, that of the whole run. */
  #expected(trial: Trial): number {
    const seen = this.#taken.get(keyOf(trial)) ?? this.#taken.get('');
    const factor = seen === undefined || seen.estimatedS === 0 ? 1 : seen.realS / seen.estimatedS;
    return trial.estimateS * factor;
  }
}

/** Host seconds of these trials when the instruction clock's trials run `jobs` at a time. */
export const wallS = (trials: Trial[], jobs: number): number => new TimeLeft(jobs).of(trials, []);

const keyOf = (trial: Trial): string => `${trial.scenario} ${trial.clock}`;
