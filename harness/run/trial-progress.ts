import type { Trial } from '../types.js';
import { TimeLeft } from './plan/time-left.js';

/** Which trials wait, which run and since when, and how long all of them will still take. */
export class TrialProgress {
  readonly #waiting: Set<Trial>;
  readonly #running = new Map<Trial, number>();
  readonly #left: TimeLeft;

  /** @param jobs how many trials run side by side */
  constructor(toRun: readonly Trial[], jobs: number) {
    this.#waiting = new Set(toRun);
    this.#left = new TimeLeft(jobs);
  }

  /** Now, be it the first attempt or another one. */
  begin(trial: Trial): void {
    this.#waiting.delete(trial);
    this.#running.set(trial, performance.now());
  }

  end(trial: Trial): void {
    this.#running.delete(trial);
  }

  /** A trial that did not fail took this long: those that wait will take as long for what they do. */
  took(trial: Trial, durationS: number): void {
    this.#left.finished(trial, durationS);
  }

  get unfinished(): number {
    return this.#waiting.size + this.#running.size;
  }

  /** Host seconds until the last trial ends. */
  leftS(): number {
    return this.#left.of(
      [...this.#waiting],
      [...this.#running].map(([trial, since]) => ({ trial, elapsedS: (performance.now() - since) / 1000 })),
    );
  }
}
