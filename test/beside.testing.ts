let queue: Promise<unknown> = Promise.resolve();

/**
 * Does what takes guests minutes beside the tests that come before it, one piece after the other: their guests keep one core
 * busy. It has a user or a state folder of its own, since those tests end guests and clean up.
 *
 * @param canBegin where it says no, the work begins when it is asked for
 * @returns what came of it, to be asked for by one test, which hears why it failed
 */
export function beside<T>(work: () => Promise<T>, canBegin = true): () => Promise<T> {
  let begun: Promise<T> | undefined;
  let tookS = 0;
  const timed = async (): Promise<T> => {
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      tookS = Math.round((performance.now() - startedAt) / 1000);
    }
  };
  before(() => {
    if (!canBegin) return;
    begun = queue.then(timed);
    queue = begun.catch(() => {});
  });
  return async () => {
    try {
      return await (begun ?? timed());
    } finally {
      console.log(`      took ${tookS} s, beside the tests before it`);
    }
  };
}
