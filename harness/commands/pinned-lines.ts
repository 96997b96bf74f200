import type { Prepared } from '../run/prepare/prepare.js';

/** Pure: how near what was made from a manifest came to it, for people; nothing when no manifest was named. */
export function pinnedLines({ pinned }: Pick<Prepared, 'pinned'>): string[] {
  if (pinned === undefined) return [];
  const head = `as in ${pinned.run}: ${pinned.same} of ${pinned.of} artifacts, byte for byte`;
  return [head, ...pinned.differences.map((line) => `  differs: ${line}`)];
}
