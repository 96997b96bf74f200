import type { Law } from '../types.js';
import { compareVersions } from './version-range.js';

/**
 * Pure: of laws that were measured on several kernels the one that a machine is nearest to: the newest that is not newer than its own,
 * or else the oldest; the first where its own is not known.
 * @param release as `uname -r` says it
 */
export function lawForKernel(laws: readonly Law[], release: string | undefined): Law | undefined {
  if (release === undefined) return laws[0];
  const ascending = [...laws].sort((a, b) => compareVersions(a.kernel, b.kernel) ?? 0);
  return ascending.findLast(({ kernel }) => (compareVersions(kernel, release) ?? 1) <= 0) ?? ascending[0];
}
