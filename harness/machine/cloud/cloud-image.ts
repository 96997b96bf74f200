import { basename, join } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import type { Artifact } from '../../types.js';
import { sha256File, sha256Value } from '../files/digest.js';
import { fetchFile } from '../files/fetch-file.js';
import { openRegular } from '../files/regular-file.js';
import type { Store } from '../image/store.js';
import type { ImageSource } from './cloud-images.js';

/** A distribution's disk, which guests only read: each has an overlay of its own. */
export interface CloudImage {
  artifact: Artifact;
  /** The qcow2 file. */
  path: string;
}

const SILENCE_S = 60;
const FILE = 'disk.qcow2';

/** Goes first in every qcow2 file. */
const MAGIC = 'QFI\xfb';

/**
 * A pinned image is fetched into the store, once; one of the user's own is used where it stands.
 * @param silenceS for tests
 * @throws Failure when it can't be had, is not the one meant, or is no qcow2 file
 */
export async function obtainCloudImage(
  store: Store,
  source: ImageSource,
  signal: AbortSignal,
  silenceS = SILENCE_S,
): Promise<CloudImage> {
  if (source.kind === 'path') return installedImage(source);
  const { name, url, sha256 } = source;
  const { artifact, folder } = await store.obtain('image', name, { sha256 }, async (making) => {
    const remedy = `Fetch it by other means and say --image ${name}-of-mine=path/to/${basename(url)}.`;
    await fetchFile({ url, sha256, to: join(making, FILE), silenceS, remedy, signal });
    return { sha256, details: { source: 'fetched', url } };
  });
  return { artifact, path: join(folder, FILE) };
}

async function installedImage({ name, path }: Extract<ImageSource, { kind: 'path' }>): Promise<CloudImage> {
  await mustBeQcow2(path);
  const sha256 = await sha256File(path);
  const inputsSha256 = sha256Value({ kind: 'image', name, inputs: { sha256 } });
  const details = { source: 'path', file: basename(path) };
  return { artifact: { name, kind: 'image', inputsSha256, sha256, details }, path };
}

async function mustBeQcow2(path: string): Promise<void> {
  const fail = (what: string) =>
    new Failure({
      what,
      exit: EXIT.usage,
      remedy:
        'Check the path given to --image. Another format becomes qcow2 by: qemu-img convert -O qcow2 FROM TO',
    });
  const file = await openRegular(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
    if (buffer.toString('latin1', 0, bytesRead) !== MAGIC) throw fail(`${path} is no qcow2 file`);
  } finally {
    await file.close();
  }
}
