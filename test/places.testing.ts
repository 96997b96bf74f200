import { placesIn } from './fault-at-write.testing.js';

let last: Promise<unknown> = Promise.resolve();

/** Works with netknee's places in this home. They are those of the whole process: one work at a time. */
export function inPlaces<T>(home: string, work: () => Promise<T>): Promise<T> {
  const next = last.then(async () => {
    const before = { ...process.env };
    Object.assign(process.env, placesIn(home));
    try {
      return await work();
    } finally {
      for (const name of Object.keys(placesIn(home))) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    }
  });
  last = next.catch(() => {});
  return next;
}
