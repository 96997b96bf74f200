/** One clock for several deadlines: the first that passes aborts, with its reason. */
export class Deadlines {
  readonly #controller = new AbortController();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  /** Aborted with an Error whose message says which deadline passed. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Sets or resets the deadline called `name`. */
  set(name: string, seconds: number, reason: string): void {
    this.clear(name);
    const timer = setTimeout(() => this.#controller.abort(new Error(reason)), seconds * 1000);
    this.#timers.set(name, timer);
  }

  clear(name: string): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }

  clearAll(): void {
    for (const name of [...this.#timers.keys()]) this.clear(name);
  }
}
