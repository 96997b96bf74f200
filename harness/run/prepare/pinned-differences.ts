import type { Artifact, Notice, PinnedRecord } from '../../types.js';

const nameOf = ({ kind, name }: Artifact): string => `${kind} ${name}`;

/**
 * Pure: what was made from a manifest beside what the manifest holds. Packages and sources are pinned, so what differs
 * comes from netknee itself: its init script, its layout of images, its C sources, its patches.
 */
export function comparePinned(
  made: readonly Artifact[],
  pinned: readonly Artifact[],
): Omit<PinnedRecord, 'run'> {
  const theirs = new Map(pinned.map((one) => [nameOf(one), one]));
  let same = 0;
  const differences = made.flatMap((one) => {
    const other = theirs.get(nameOf(one));
    if (other === undefined) return [`${nameOf(one)} is not in the manifest`];
    const reasons = reasonsOf(one, other);
    if (reasons.length === 0) same += 1;
    return reasons.map((reason) => `${nameOf(one)}: ${reason}`);
  });
  return { same, of: made.length, differences };
}

/** Pure: what a run says of it in its manifest and report. */
export function pinnedNotices({ same, of, differences, run }: PinnedRecord): Notice[] {
  const text = `guest, kernels and sources are those of the manifest of ${run}: ${same} of ${of} artifacts are the same byte for byte`;
  const warning = (difference: string): Notice => ({
    severity: 'warning',
    text: `not as in the manifest of ${run}: ${difference}`,
  });
  return [{ severity: 'info', text }, ...differences.map(warning)];
}

function reasonsOf(made: Artifact, pinned: Artifact): string[] {
  const [ours, theirs] = [made.details, pinned.details];
  const differs = (key: string): boolean => ours[key] !== theirs[key];
  if (made.kind === 'kernel') {
    return [
      ...(made.sha256 === pinned.sha256 ? [] : ['the kernel is another file']),
      ...(differs('modulesSha256') ? ['the same modules in another image'] : []),
    ];
  }
  if (made.sha256 === pinned.sha256) return [];
  if (made.kind === 'rootfs') {
    const known = theirs.init !== undefined && theirs.layout !== undefined;
    const causes = [
      ...(differs('init') ? ['another init script'] : []),
      ...(differs('layout') ? ['another layout of the image'] : []),
    ];
    const cause = !known
      ? 'it was baked by a netknee that did not say which init script and layout went in'
      : causes.length === 0
        ? 'other tools on this machine (e2fsprogs, tar)'
        : causes.join(', ');
    return [`the same packages in another image: ${cause}`];
  }
  const said = ['flags', 'patch', 'commit', 'version', 'treeSha256', 'dscSha256'].filter(differs);
  const what = said.length === 0 ? 'its source, recipe or guest' : said.join(', ');
  return [`another binary: ${what} differ${said.length === 1 ? 's' : ''} in this netknee`];
}
