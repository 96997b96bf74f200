import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { EXIT, Failure, tailOf } from '../../failure.js';
import { digHoles } from '../files/dig-holes.js';
import { sha256Folder } from '../files/digest.js';
import { openRegular, readText } from '../files/regular-file.js';
import { packTar, unpackTar } from '../files/tar-file.js';
import { callerMode } from '../host/caller-environment.js';
import { withCleanup } from '../process/cleanup.js';
import { forgetProcess, recordProcess } from '../process/process-record.js';
import { ARTIFACT_FILE, artifactFolder, parseArtifact } from './artifact-record.js';
import type { Stored } from './store.js';

const CONTENTS = 'netknee-image.json';

/** Of a rootfs: the guest's files, as they stand in its image. */
const TREE = 'tree';

/** What an archive holds, told in itself: a folder of the store each, with the digest of all its files. */
const contents = z.strictObject({
  format: z.literal(1),
  folders: z.array(
    z.strictObject({
      path: z.string().regex(/^(rootfs|kernel|program|variant|module)\/[A-Za-z0-9][A-Za-z0-9._+-]*$/),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

/**
 * Packs artifacts of the store into one file, for a machine that reaches no network. The digests of their files stand
 * in it. @throws Failure when the file can't be written
 */
export async function exportImage(
  file: string,
  stored: readonly Stored[],
  signal: AbortSignal,
): Promise<void> {
  const folders: { path: string; sha256: string }[] = [];
  for (const { artifact, folder } of stored) {
    folders.push({ path: `${artifact.kind}/${basename(folder)}`, sha256: await sha256Folder(folder) });
  }
  const [first] = stored;
  if (first === undefined) return;
  const store = dirname(dirname(first.folder));
  await mkdir(join(store, 'making'), { recursive: true });
  await withCleanup(async (cleanup) => {
    const work = join(store, 'making', `${process.pid}-export-${randomBytes(4).toString('hex')}`);
    cleanup.register('list of the contents', () => rm(work, { recursive: true, force: true }));
    await mkdir(work);
    const packed = join(dirname(resolve(file)), `.netknee-image-${randomBytes(4).toString('hex')}`);
    const record = await recordProcess('image export', packed);
    cleanup.register('record of the archive', () => forgetProcess(record));
    cleanup.register('half-made archive', () => rm(packed, { force: true }));
    await writeFile(join(work, CONTENTS), `${JSON.stringify({ format: 1, folders }, null, 2)}\n`);
    const list = relative(store, join(work, CONTENTS));
    await packTar(store, packed, [list, ...folders.map(({ path }) => path)], {
      gzip: true,
      names: { [list]: CONTENTS },
    });
    if (signal.aborted) throw new Failure({ what: 'interrupted', exit: EXIT.interrupted });
    await chmod(packed, callerMode(0o666));
    await rename(packed, file);
  });
}

export interface Imported {
  /** Folders of the store that are new. */
  added: string[];
  /** Those that stood there already. */
  known: string[];
}

/**
 * Unpacks an archive beside the store, checks every digest, and only then puts folders in place, each as one act; what
 * stands already is left as it is. @throws Failure when the file is no archive of netknee or was changed on its way
 */
export async function importImage(file: string, store: string, signal: AbortSignal): Promise<Imported> {
  await (await openRegular(file)).close();
  await mkdir(join(store, 'making'), { recursive: true });
  const work = await mkdtemp(join(store, 'making', `${process.pid}-import-`));
  try {
    await unpackTar(file, work);
    if (signal.aborted) throw new Failure({ what: 'interrupted', exit: EXIT.interrupted });
    const { folders } = await readContents(file, work);
    await refuseOthers(
      file,
      work,
      folders.map(({ path }) => path),
    );
    for (const { path, sha256 } of folders) {
      if ((await sha256Folder(join(work, path)).catch(() => '')) === sha256) continue;
      throw new Failure({
        what: `${file}: ${path} is not what was exported`,
        exit: EXIT.usage,
        remedy: 'Copy the file again; nothing was imported.',
      });
    }
    for (const { path } of folders) {
      await requireArtifact(file, work, path);
      await requireNoLinks(file, join(work, path));
    }
    for (const name of await readdir(work, { recursive: true })) {
      if (name.endsWith('.ext4')) await digHoles(join(work, name));
    }
    const imported: Imported = { added: [], known: [] };
    for (const { path } of folders) {
      await mkdir(dirname(join(store, path)), { recursive: true });
      const isNew = await rename(join(work, path), join(store, path)).then(
        () => true,
        (error) => {
          if (error.code === 'ENOTEMPTY' || error.code === 'EEXIST') return false;
          throw error;
        },
      );
      (isNew ? imported.added : imported.known).push(path);
    }
    return imported;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function readContents(file: string, work: string): Promise<z.infer<typeof contents>> {
  return parseContents(file, await readText(join(work, CONTENTS)).catch(() => ''));
}

/** Pure: what an archive tells of itself. @throws Failure (usage) that names the file */
export function parseContents(file: string, text: string): z.infer<typeof contents> {
  const parsed = contents.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new Failure({
    what: `${file} is no image that this netknee exported`,
    exit: EXIT.usage,
    tail: tailOf(z.prettifyError(parsed.error)),
  });
}

/** Each folder says of itself what it is, and stands where that belongs. @throws Failure (usage) */
async function requireArtifact(file: string, work: string, path: string): Promise<void> {
  let why = 'it stands in the place of another';
  try {
    const artifact = parseArtifact(await readText(join(work, path, ARTIFACT_FILE)));
    if (`${artifact.kind}/${artifactFolder(artifact)}` === path) return;
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof Failure)) throw error;
    why = error.message;
  }
  throw new Failure({
    what: `${file}: ${path} is no artifact of netknee`,
    exit: EXIT.usage,
    tail: why,
    remedy: 'Nothing was imported. Take it only from somebody you trust, as netknee wrote it.',
  });
}

/** Links are for the guest's own tree, which is only entered as a root of its own; the host opens all else. */
async function requireNoLinks(file: string, folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name !== TREE) await requireNoLinks(file, join(folder, entry.name));
    if (!entry.isSymbolicLink()) continue;
    throw new Failure({
      what: `${file} holds what may not be unpacked: ${entry.name} is a link`,
      exit: EXIT.usage,
      remedy: 'Nothing was imported. Take it only from somebody you trust, as netknee wrote it.',
    });
  }
}

/** Whatever the archive holds besides what it tells was put there by somebody else. */
async function refuseOthers(file: string, work: string, paths: readonly string[]): Promise<void> {
  const kinds = (await readdir(work)).filter((name) => name !== CONTENTS);
  const found = (
    await Promise.all(
      kinds.map(async (kind) =>
        (await readdir(join(work, kind)).catch(() => [''])).map((name) => `${kind}/${name}`),
      ),
    )
  ).flat();
  const strange = found.filter((path) => !paths.includes(path));
  if (strange.length === 0) return;
  throw new Failure({ what: `${file} holds what it does not tell: ${strange.join(', ')}`, exit: EXIT.usage });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
