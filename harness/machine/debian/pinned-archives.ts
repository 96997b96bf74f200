import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import { sha256File } from '../files/digest.js';
import { type DebianMirror, type DebianSource, sourceLine, sourcesOf } from './debian.js';
import {
  aptWord,
  type IndexedPackage,
  indexedPackages,
  type PinnedPackage,
  packageWords,
} from './pinned-package.js';
import { aptOf, type PrivateApt } from './private-apt.js';

export interface PinnedArchivesOptions {
  /** The store, in which it works; `end` removes what it left. */
  store: string;
  mirror: () => Promise<DebianMirror>;
  /** A dated archive, asked after the mirror. */
  snapshot?: DebianMirror | undefined;
  /** Said when something can't be had. */
  what: string;
  remedy: string;
  signal?: AbortSignal | undefined;
}

/** One suite in all archives that answered. */
interface Suite {
  apt: PrivateApt;
  sources: DebianSource[];
  /** Every archive that was asked, as people read it. */
  asked: string[];
}

/**
 * The archives in which packages of exact versions are looked for: the mirror, then a dated archive. One that does not
 * answer is passed over, since the other may hold everything; what none holds is a Failure, never another version.
 */
export class PinnedArchives {
  readonly #options: PinnedArchivesOptions;
  readonly #suites = new Map<string, Promise<Suite>>();
  #folder: Promise<string> | undefined;

  constructor(options: PinnedArchivesOptions) {
    this.#options = options;
  }

  /** @throws Failure that lists every package that can't be had, and `others`, with where it was looked for */
  async require(packages: readonly PinnedPackage[], others: readonly string[] = []): Promise<void> {
    const problems: string[] = [];
    const asked: string[] = [];
    for (const name of new Set(packages.map(({ suite }) => suite))) {
      const wanted = packages.filter(({ suite }) => suite === name);
      const suite = await this.#suite(name);
      const indexed = await this.#index(suite, wanted);
      const missing = wanted.filter((one) => !indexed.some((found) => isSame(one, found)));
      problems.push(...missing.map((one) => problemOf(one, indexed)));
      if (missing.length > 0) asked.push(...suite.asked);
    }
    const count = problems.length + others.length;
    if (count === 0) return;
    const where = asked.length === 0 ? [] : ['looked for in:', ...asked.map((line) => `  ${line}`)];
    throw new Failure({
      what: `${this.#options.what}: ${count === 1 ? 'one thing' : `${count} things`} can't be had; nothing was put in place of any`,
      exit: EXIT.prerequisite,
      tail: [...problems, ...others, ...where].join('\n'),
      remedy: this.#options.remedy,
    });
  }

  /** apt, its sources and the package's own version there. @throws Failure when it can't be had */
  async reach(pinned: PinnedPackage): Promise<{ apt: PrivateApt; word: string }> {
    await this.require([pinned]);
    const suite = await this.#suite(pinned.suite);
    const found = (await this.#index(suite, [pinned])).find((one) => isSame(pinned, one)) as IndexedPackage;
    return { apt: suite.apt, word: aptWord(found) };
  }

  /** The archives of a suite that answered. */
  async sources(suite: string): Promise<DebianSource[]> {
    return (await this.#suite(suite)).sources;
  }

  /** Removes its lists. */
  async end(): Promise<void> {
    const folder = await this.#folder;
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }

  #suite(name: string): Promise<Suite> {
    const known = this.#suites.get(name) ?? this.#open(name);
    this.#suites.set(name, known);
    return known;
  }

  async #open(name: string): Promise<Suite> {
    const { mirror, snapshot, store, remedy, signal } = this.#options;
    const making = join(store, 'making');
    this.#folder ??= mkdir(making, { recursive: true }).then(() =>
      mkdtemp(join(making, `${process.pid}-archives-`)),
    );
    const asked: string[] = [];
    const main = await mirror().catch((error) => {
      asked.push(error instanceof Failure ? error.message : String(error));
      return undefined;
    });
    const all = [main, snapshot].flatMap((one) => (one === undefined ? [] : sourcesOf(one, name)));
    const lines = all.flatMap((source) => [sourceLine(source, 'deb'), sourceLine(source, 'deb-src')]);
    const folder = join(await this.#folder, name);
    const apt = await aptOf(folder, lines, remedy, signal);
    // Ends badly when a single archive does not answer; which did is asked for next.
    await tolerant(
      apt.run('apt-get', ['update', '-q'], { what: `package lists of ${name} could not be fetched` }),
      signal,
    );
    const targets = ['indextargets', '--format', '$(REPO_URI) $(RELEASE)'];
    const there = new Set(
      (await apt.run('apt-get', targets, { what: "apt's lists could not be read" })).split('\n'),
    );
    const answered = ({ uri, release }: DebianSource) => there.has(`${uri.replace(/\/*$/, '/')} ${release}`);
    asked.push(
      ...all.map(
        (one) =>
          `${one.uri} ${one.release}${answered(one) ? '' : ' (does not answer, or has no such suite)'}`,
      ),
    );
    return { apt, sources: all.filter(answered), asked };
  }

  async #index({ apt }: Suite, wanted: readonly PinnedPackage[]): Promise<IndexedPackage[]> {
    const what = "apt's lists could not be read";
    const debs = wanted.filter(({ type }) => type === 'deb');
    const names = wanted.filter(({ type }) => type === 'deb-src').map(({ name }) => name);
    const shown = [
      ...(debs.length === 0 ? [] : [['show', ...debs.map(aptWord)]]),
      ...(names.length === 0 ? [] : [['showsrc', '--only-source', ...names]]),
    ];
    // Ends badly when it knows none of them.
    const texts = shown.map((argv) => tolerant(apt.run('apt-cache', argv, { what }), this.#options.signal));
    return (await Promise.all(texts)).flatMap(indexedPackages);
  }
}

/** The last word on a file that was fetched. @throws Failure when it is another one than the manifest's */
export async function requireDigest(pinned: PinnedPackage, path: string): Promise<void> {
  const sha256 = await sha256File(path);
  if (sha256 === pinned.sha256) return;
  throw new Failure({
    what: `${packageWords(pinned)} was fetched with SHA-256 ${sha256}, where the manifest has ${pinned.sha256}`,
    exit: EXIT.prerequisite,
  });
}

const isSame = (pinned: PinnedPackage, found: IndexedPackage): boolean =>
  found.name === pinned.name && found.sha256 === pinned.sha256;

function problemOf(pinned: PinnedPackage, indexed: readonly IndexedPackage[]): string {
  const other = indexed.find(({ name, version }) => name === pinned.name && version === pinned.version);
  const found = other === undefined ? '' : `; there it has SHA-256 ${other.sha256}`;
  return `${packageWords(pinned)}, SHA-256 ${pinned.sha256}${found}`;
}

/** What a command printed, or nothing when it ended badly of itself. */
async function tolerant(work: Promise<string>, signal: AbortSignal | undefined): Promise<string> {
  try {
    return await work;
  } catch (error) {
    if (signal?.aborted === true || !(error instanceof Failure)) throw error;
    return '';
  }
}
