let queue: Promise<unknown> = Promise.resolve();

/**
 * Does what takes guests minutes beside the tests that come before it, one piece after the other: their guests keep one core
 * busy. It has a user or a state folder of its own, since those tests end guests and clean up. Who awaits it hears why it failed.
 */
export function beside<T>(work: () => Promise<T>): Promise<T> {
  const done = queue.then(work);
  queue = done.catch(() => {});
  return done;
}
