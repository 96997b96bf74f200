type Undo = () => Promise<void> | void;

/**
 * What was changed and how to change it back. An undo is registered before the change is made, and
 * all run in reverse order whatever happens: the first error wins, later ones do not stop the rest.
 */
export class UndoStack {
  readonly #undos: { label: string; undo: Undo }[] = [];

  register(label: string, undo: Undo): void {
    this.#undos.push({ label, undo });
  }

  /** Labels of what would be undone, last first. */
  get pending(): string[] {
    return this.#undos.map(({ label }) => label).reverse();
  }

  async unwind(): Promise<void> {
    let first: unknown;
    for (let next = this.#undos.pop(); next !== undefined; next = this.#undos.pop()) {
      try {
        await next.undo();
      } catch (error) {
        first ??= error;
      }
    }
    if (first !== undefined) throw first;
  }
}

/** Runs `work` and unwinds; an error of the work outranks an error of the unwinding. */
export async function withUndo<T>(work: (undo: UndoStack) => Promise<T>): Promise<T> {
  const undo = new UndoStack();
  let result: T;
  try {
    result = await work(undo);
  } catch (error) {
    await undo.unwind().catch(() => {});
    throw error;
  }
  await undo.unwind();
  return result;
}
