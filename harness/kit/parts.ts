import { sections } from '../probes/sections.js';
import { parseSpawnTime, type ScheduledSpawn, type SpawnRow, schedule } from '../probes/spawn-time.js';

/** Schedules of spawns dealt out, one after another, to so many parts that run at a time. */
export const dealt = (
  spawns: readonly ScheduledSpawn[],
  parts: number,
  file: (part: number) => string,
): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: parts }, (_, part) => [
      file(part),
      schedule(spawns.filter((_, i) => i % parts === part)),
    ]),
  );

/**
 * Output of `burst.sh`: the spawns of all parts, and the time from the first start to the last end.
 * @param what the parts are called, in an error
 * @throws when there are not so many parts
 */
export function parseParts(
  stdout: string,
  due: number,
  what = 'parts',
): { rows: SpawnRow[]; spanNs: number } {
  const parts = [...sections(stdout).values()].map(parseSpawnTime);
  if (parts.length !== due) throw new Error(`${parts.length} ${what} where ${due} are due`);
  const rows = parts.flat();
  const start = Math.min(...rows.map(({ startNs }) => startNs));
  return { rows, spanNs: Math.max(...rows.map(({ startNs, durationNs }) => startNs + durationNs)) - start };
}
