import { z } from 'zod';
import { isName } from '../../design/name.js';
import type { Artifact } from '../../types.js';

/** The file in an artifact's folder that says what it is. */
export const ARTIFACT_FILE = 'artifact.json';

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256');

/** It may have come with an image from somebody else: what it says becomes names of files and words of a manifest. */
const artifact = z.strictObject({
  name: z.string().refine(isName, 'is no name'),
  kind: z.enum(['rootfs', 'kernel', 'image', 'program', 'variant', 'module']),
  inputsSha256: digest,
  sha256: digest,
  details: z.looseObject({ module: z.string().refine(isName, 'is no name').optional() }).catchall(z.string()),
});

/** Where an artifact stands in its store, below the folder of its kind. */
export const artifactFolder = ({ name, inputsSha256 }: Pick<Artifact, 'name' | 'inputsSha256'>): string =>
  `${name}-${inputsSha256.slice(0, 16)}`;

/** Pure: the text of an artifact.json. @throws RangeError that says why it is none */
export function parseArtifact(text: string): Artifact {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RangeError('is no JSON');
  }
  const parsed = artifact.safeParse(value);
  if (parsed.success) return parsed.data as Artifact;
  throw new RangeError(z.prettifyError(parsed.error).slice(0, 1000));
}
