type Cleanup = () => Promise<void> | void;

/**
 * What was changed and how to change it back. An cleanup is registered before the change is made, and
 * all run in reverse order whatever happens: the first error wins, later ones do not stop the rest.
 */
export class UndoStack {
  readonly #undos: { label: string; cleanup: Cleanup }[] = [];

  register(label: string, cleanup: Cleanup): void {
    this.#undos.push({ label, cleanup });
  }

  /** Labels of what would be undone, last first. */
  get pending(): string[] {
    return this.#undos.map(({ label }) => label).reverse();
  }

  async unwind(): Promise<void> {
    let first: unknown;
    for (let next = this.#undos.pop(); next !== undefined; next = this.#undos.pop()) {
      try {
        await next.cleanup();
      } catch (error) {
        first ??= error;
      }
    }
    if (first !== undefined) throw first;
  }
}

/** Runs `work` and unwinds; an error of the work outranks an error of the unwinding. */
export async function withCleanup<T>(work: (cleanup: UndoStack) => Promise<T>): Promise<T> {
  const cleanup = new UndoStack();
  let result: T;
  try {
    result = await work(cleanup);
  } catch (error) {
    await cleanup.unwind().catch(() => {});
    throw error;
  }
  await cleanup.unwind();
  return result;
}
