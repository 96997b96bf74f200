/** What a deadline may be extended by: seconds that count for nothing, as measured since some fixed moment. */
export type Credit = () => Promise<number>;

interface Running {
  timer: NodeJS.Timeout;
  /** Counts the deadlines that were set, so that an answer which comes late is known as one. */
  generation: number;
}

/** However busy the host is, a deadline passes at this many times its length. */
const LONGEST = 10;
/** A deadline is not extended by less. */
const LEAST_S = 0.5;

/** One clock for several deadlines: the first that passes aborts, with its reason. */
export class Deadlines {
  readonly #controller = new AbortController();
  readonly #running = new Map<string, Running>();
  readonly #credit: Credit;
  #generations = 0;

  /** @param credit seconds in which what is waited for could do nothing, such as those spent waiting for a processor */
  constructor(credit: Credit = async () => 0) {
    this.#credit = credit;
  }

  /** Aborted with an Error whose message says which deadline passed. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Sets or resets the deadline called `name`. */
  set(name: string, seconds: number, reason: string): void {
    this.clear(name);
    const generation = ++this.#generations;
    const isCurrent = () => this.#running.get(name)?.generation === generation;
    // Asked at once, so that only what is waited from now on counts.
    const before = this.#credit().catch(() => 0);
    let granted = 0;
    const arm = (after: number) =>
      this.#running.set(name, { generation, timer: setTimeout(() => void passed(), after * 1000) });
    const passed = async () => {
      const credit = (await this.#credit().catch(() => 0)) - (await before);
      if (!isCurrent()) return;
      const more = Math.min(credit, seconds * (LONGEST - 1)) - granted;
      if (more < LEAST_S) return this.#controller.abort(new Error(reason));
      granted += more;
      arm(more);
    };
    arm(seconds);
  }

  clear(name: string): void {
    clearTimeout(this.#running.get(name)?.timer);
    this.#running.delete(name);
  }

  clearAll(): void {
    for (const name of [...this.#running.keys()]) this.clear(name);
  }
}
