import type { Artifact } from '../../types.js';

/** An artifact that two lists do not share; on one side undefined when it is in the other alone. */
export interface ArtifactDifference {
  /** Kind and name: `variant upstream`. */
  name: string;
  one: Artifact | undefined;
  other: Artifact | undefined;
}

/** As much of a digest as people compare. */
export const digestWord = ({ sha256 }: Artifact): string => sha256.slice(0, 12);

/**
 * Whether two artifacts have the same content. Other releases of e2fsprogs may write the same files as another image:
 * of a root file system the digest of every package must be the same, and what else went in or the image itself.
 */
function isSame(one: Artifact, other: Artifact): boolean {
  const sameImage = one.sha256 === other.sha256;
  if (one.kind !== 'rootfs' || one.details.packages === undefined) return sameImage;
  return (
    one.details.packages === other.details.packages && (sameImage || one.inputsSha256 === other.inputsSha256)
  );
}

/** Pure: what one list of artifacts has otherwise than the other, or what one of them lacks, by kind and name. */
export function artifactDifferences(
  ones: readonly Artifact[],
  others: readonly Artifact[],
): ArtifactDifference[] {
  const [mine, theirs] = [ones, others].map(
    (list) => new Map(list.map((artifact) => [`${artifact.kind} ${artifact.name}`, artifact])),
  ) as [Map<string, Artifact>, Map<string, Artifact>];
  const names = [...new Set([...mine.keys(), ...theirs.keys()])].sort();
  return names.flatMap((name) => {
    const [one, other] = [mine.get(name), theirs.get(name)];
    return one !== undefined && other !== undefined && isSame(one, other) ? [] : [{ name, one, other }];
  });
}
