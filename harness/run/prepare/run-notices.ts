import { shardNotice } from '../../design/shard.js';
import type { Notice, PinnedRecord, Plan, Shard } from '../../types.js';
import { pinnedNotices } from './pinned-differences.js';
import type { Prepared } from './prepare.js';

/** Pure: what a reader of the report must know of what the run is made of. */
export function runNotices(
  { plan, shard }: { plan: Plan; shard?: Shard | undefined },
  { unavailable, artifacts, notices }: Pick<Prepared, 'unavailable' | 'artifacts' | 'notices'>,
  pinned: PinnedRecord | undefined,
): Notice[] {
  const fromDebian = artifacts.filter(
    ({ kind, details }) => kind === 'variant' && details.source === 'debian-source',
  );
  return [
    ...(shard === undefined ? [] : [shardNotice(plan, shard)]),
    ...unavailable.map(
      ({ name, reason }): Notice => ({
        severity: 'warning',
        text: `variant "${name}" is not in this run: ${reason}`,
      }),
    ),
    ...notices,
    // From a manifest a source is what it was then.
    ...(pinned !== undefined
      ? pinnedNotices(pinned)
      : fromDebian.map(({ name, details }): Notice => {
          const what = `${details.package} ${details.version}`;
          return {
            severity: 'info',
            text: `variant "${name}" is built from Debian's ${what}: its own git source can't be reached`,
          };
        })),
  ];
}
