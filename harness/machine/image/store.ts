import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Artifact } from '../../types.js';
import { sha256Value } from '../files/digest.js';
import { readTextIfThere } from '../files/regular-file.js';
import { ARTIFACT_FILE, artifactFolder, parseArtifact } from './artifact-record.js';

/** A finished artifact and the folder it stands in. */
export interface Stored {
  artifact: Artifact;
  folder: string;
}

/** What a maker returns: the digest of what it made and what a reader needs to trust it. */
export interface Made {
  sha256: string;
  details: Record<string, string>;
}

/**
 * A store of built things, addressed by the digest of everything that went in. An artifact is made in
 * a folder of its own and renamed into place as the last act, so that an interrupted making leaves
 * nothing that would be used. Two processes that make the same thing both succeed; the first one's
 * stays.
 */
export class Store {
  /**
   * @param recorded what a run was begun with: as long as it stands here it is taken, whatever would be made today
   * @param beforeMaking called when something is not in the store and must be made; what it throws ends that
   */
  constructor(
    readonly folder: string,
    readonly beforeMaking: () => Promise<void> = async () => {},
    readonly recorded: readonly Artifact[] = [],
  ) {}

  /** The artifact that these inputs address, if it stands. */
  async find(kind: Artifact['kind'], name: string, inputs: unknown): Promise<Stored | undefined> {
    return (
      (await this.findRecorded(kind, name)) ??
      (await read(this.#place(kind, name, sha256Value({ kind, name, inputs }))))
    );
  }

  /** The artifact of that name that the run was begun with, if it stands as it was. */
  async findRecorded(kind: Artifact['kind'], name: string): Promise<Stored | undefined> {
    const [record, ...others] = this.recorded.filter((one) => one.kind === kind && one.name === name);
    // Two scenarios may have a program of one name: which of them is meant, their inputs say.
    if (record === undefined || others.length > 0) return undefined;
    const cached = await read(this.#place(kind, name, record.inputsSha256));
    return cached?.artifact.sha256 === record.sha256 ? cached : undefined;
  }

  /** Every artifact of a kind that stands, in the order of its names. */
  async all(kind: Artifact['kind']): Promise<Stored[]> {
    const folder = join(this.folder, kind);
    const names = await readdir(folder).catch((): string[] => []);
    const stored = await Promise.all(names.sort().map((name) => read(join(folder, name))));
    return stored.filter((one) => one !== undefined);
  }

  #place(kind: Artifact['kind'], name: string, inputsSha256: string): string {
    return join(this.folder, kind, artifactFolder({ name, inputsSha256 }));
  }

  async obtain(
    kind: Artifact['kind'],
    name: string,
    inputs: unknown,
    make: (folder: string) => Promise<Made>,
  ): Promise<Stored> {
    const recorded = await this.findRecorded(kind, name);
    if (recorded !== undefined) return recorded;
    const inputsSha256 = sha256Value({ kind, name, inputs });
    const place = this.#place(kind, name, inputsSha256);
    const cached = await read(place);
    if (cached !== undefined) return cached;
    await this.beforeMaking();

    const making = join(this.folder, 'making');
    await mkdir(making, { recursive: true });
    await mkdir(join(this.folder, kind), { recursive: true });
    const folder = await mkdtemp(join(making, `${process.pid}-${name}-`));
    try {
      const artifact: Artifact = { name, kind, inputsSha256, ...(await make(folder)) };
      const text = `${JSON.stringify(artifact, null, 2)}\n`;
      parseArtifact(text);
      await writeFile(join(folder, ARTIFACT_FILE), text);
      await putInPlace(folder, place);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      const other = await read(place);
      if (other !== undefined) return other;
      throw error;
    }
    return (await read(place)) as Stored;
  }
}

/** What stands there already, made by another at the same time, stays; but not without a record that can be read, torn by a crash. */
async function putInPlace(folder: string, place: string): Promise<void> {
  try {
    await rename(folder, place);
  } catch (error) {
    if ((await read(place)) !== undefined) throw error;
    await rename(place, `${folder}.torn`);
    await rename(folder, place);
    await rm(`${folder}.torn`, { recursive: true, force: true });
  }
}

/** Undefined also for one whose record is torn, or none of netknee's: it is made anew. */
async function read(folder: string): Promise<Stored | undefined> {
  const text = await readTextIfThere(join(folder, ARTIFACT_FILE));
  if (text === undefined) return undefined;
  try {
    return { artifact: parseArtifact(text), folder };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
