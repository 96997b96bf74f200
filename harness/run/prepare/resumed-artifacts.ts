import { EXIT, Failure } from '../../failure.js';
import type { Artifact, Manifest, PinnedRecord, Plan } from '../../types.js';
import type { Settings } from '../config/settings.js';
import type { Prepared } from './prepare.js';
import { type ArtifactDifference, artifactDifferences, digestWord } from './same-artifacts.js';

interface BegunRun {
  settings: Settings;
  plan: Plan;
  resumed?: Manifest | undefined;
  folder: string;
}

/** What a run is to go on with, and what is known of the way there. */
export interface Continuation {
  /** The results folder, for messages. */
  folder: string;
  made: Pick<Prepared, 'artifacts' | 'unavailable' | 'pinned'>;
  /** Of a machine that is not baked: its image, by name and digest. */
  image?: string | undefined;
}

/**
 * Pure: a run goes on with the artifacts it was begun with, or not at all: its boots would be compared as if they were
 * of one thing. A run in which no trial has run yet may go on with any.
 *
 * @throws Failure that names each artifact that is another, is gone or is new
 */
export function requireSameArtifacts(
  resumed: Manifest | undefined,
  { folder, made, image }: Continuation,
): void {
  if (resumed === undefined || resumed.trials.length === 0) return;
  const begunOn = resumed.host.image;
  const lines = [
    ...(begunOn === image ? [] : [`image: ${begunOn ?? 'none'} in the run, ${image ?? 'none'} now`]),
    ...artifactDifferences(resumed.artifacts, made.artifacts).map((one) => lineOf(one, made.unavailable)),
  ];
  if (lines.length === 0) return;
  const { version, commit } = resumed.netknee;
  const has = (test: (artifact: Artifact) => boolean) => resumed.artifacts.some(test);
  const with_ = [
    ...(made.pinned === undefined && has(({ kind, details }) => kind === 'rootfs' && 'packages' in details)
      ? [`with --from-manifest ${folder} for its packages and sources`]
      : []),
    ...(has(({ kind, details }) => kind === 'variant' && details.source === 'path')
      ? ['with --variant for the same source trees as then']
      : []),
  ];
  // Usage: nothing is missing here; another command line, or another checkout, goes on.
  throw new Failure({
    what: `${resumed.run} was begun with other artifacts than there are now; nothing was measured`,
    exit: EXIT.usage,
    tail: lines.join('\n'),
    remedy: `Go on as it was begun: by netknee ${version}, commit ${commit.slice(0, 12)}${with_.map((word) => `, ${word}`).join('')}. Or measure anew.`,
  });
}

function lineOf({ name, one, other }: ArtifactDifference, unavailable: Prepared['unavailable']): string {
  if (one === undefined) return `${name} is not in the run, and would be from now on`;
  if (other !== undefined) return `${name}: ${digestWord(one)} in the run, ${digestWord(other)} now`;
  const why = unavailable.find((variant) => one.kind === 'variant' && variant.name === one.name);
  if (why === undefined) return `${name} is in the run, and is not made now`;
  return [`${name} is in the run, and can't be had now: ${why.reason}`, why.remedy]
    .filter((line) => line !== '')
    .join('\n  ');
}

/** Pure: which manifest a run is pinned to; one that is made once more from its own stays what it was. */
export const pinnedTo = (
  { pinned }: Pick<Prepared, 'pinned'>,
  resumed: Manifest | undefined,
): PinnedRecord | undefined =>
  resumed !== undefined && pinned?.run === resumed.run ? resumed.pinned : pinned;

/**
 * Pure: what is built for a run follows from its plan and, once it was begun from a manifest, from its own one, whatever
 * is said when it goes on.
 */
export const artifactSettings = ({ settings, plan, resumed, folder }: BegunRun): Settings => ({
  ...settings,
  variants: [...new Set(plan.trials.flatMap(({ variants }) => variants))],
  'from-manifest': settings['from-manifest'] ?? (resumed?.pinned && folder),
});
