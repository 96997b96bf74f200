import { cp, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import type { VariantSource } from '../../types.js';
import type { DebianMirror } from '../debian/debian.js';
import { type PinnedArchives, requireDigest } from '../debian/pinned-archives.js';
import type { PinnedPackage } from '../debian/pinned-package.js';
import { privateApt } from '../debian/private-apt.js';
import { sha256File, sha256Folder } from '../files/digest.js';
import { exec } from '../process/exec.js';
import { gitEnvironment } from './git-environment.js';

/** A source that is brought here and built; the distribution's own tool is neither. */
export type TreeSource = Exclude<VariantSource, { kind: 'guest' }>;

/** What identifies a source before anything is fetched, and how it is had. */
export interface IdentifiedSource {
  /** Goes into the digest that the build is addressed by. */
  inputs: Record<string, string>;
  /** Finds where it can be had; the result fetches it into an empty folder. */
  reach: () => Promise<FetchSource>;
}

/** Returns what a reader needs to trust what was fetched. */
export type FetchSource = (into: string) => Promise<Record<string, string>>;

export interface SourceOptions {
  mirror: () => Promise<DebianMirror>;
  /** A clone per environment name, from netknee.config.yaml; the environment itself outranks it. */
  clones: Record<string, string>;
  /** Where sources of exact versions are had. */
  archives?: PinnedArchives | undefined;
  /** Nothing is asked of any network. */
  offline?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

const GIT_DEADLINE_S = 120;
/** A mirror that does not answer must not eat the time of the run: this is for connecting only. */
const GIT_PROBE_DEADLINE_S = 10;

/** @throws Failure, as does `reach`, when the source can't be had, with the remedy */
export async function identifySource(source: TreeSource, options: SourceOptions): Promise<IdentifiedSource> {
  switch (source.kind) {
    case 'git':
      return { inputs: { kind: 'git', commit: source.commit }, reach: () => reachGit(source, options) };
    case 'debian-source':
      return {
        inputs: { kind: source.kind, package: source.package, suite: source.suite, ...source.exactly },
        reach: async () => (into) => fetchDebianSource(source, into, options),
      };
    case 'path': {
      const path = resolve(source.path);
      await stat(path).catch(() => {
        throw new Failure({ what: `the source folder ${path} does not exist`, exit: EXIT.usage });
      });
      const digest = await sha256Folder(path);
      return {
        inputs: { kind: source.kind, digest },
        reach: async () => async (into) => {
          await cp(path, into, {
            recursive: true,
            verbatimSymlinks: true,
            // What was built there is as old as its source once it is copied: make would take it for this one's.
            filter: (name) => !/\/\.git$|\.(o|a|lo)$/.test(name),
          });
          return { source: 'path', treeSha256: digest };
        },
      };
    }
  }
}

async function reachGit(
  source: Extract<VariantSource, { kind: 'git' }>,
  options: SourceOptions,
): Promise<FetchSource> {
  if (options.offline === true) {
    throw new Failure({ what: `${source.tag} is not in the cache`, exit: EXIT.prerequisite });
  }
  const clone = process.env[source.environment] ?? options.clones[source.environment];
  const remedy =
    `Clone the repository where git can reach it (${source.urls[0]}),\n` +
    `then say ${source.environment}=/path/to/clone (bare or not) or under clones in netknee.config.yaml.`;
  const origins = clone === undefined ? source.urls : [resolve(clone)];
  const problems: string[] = [];
  for (const origin of origins) {
    try {
      await (clone === undefined
        ? answers(origin, options.signal)
        : holds(origin, source.commit, options.signal));
      return (into) => checkOut(origin, source, into, remedy, options.signal);
    } catch (error) {
      if (options.signal?.aborted === true) throw error;
      problems.push(
        `${origin}: ${error instanceof Failure ? (error.details.tail ?? error.message) : String(error)}`,
      );
    }
  }
  throw new Failure({
    what: `no git repository with commit ${source.commit.slice(0, 12)} (${source.tag}) can be reached`,
    exit: EXIT.prerequisite,
    tail: problems.join('\n'),
    remedy,
  });
}

function probe(origin: string, argv: string[], signal: AbortSignal | undefined): Promise<string> {
  return exec('git', argv, {
    deadlineS: GIT_PROBE_DEADLINE_S,
    what: `${origin} can't be reached`,
    env: gitEnvironment(),
    signal,
  });
}

const asked = new Map<string, Promise<string>>();

/** Asks each server once: where packets are dropped, every question costs the whole deadline. */
function answers(origin: string, signal: AbortSignal | undefined): Promise<string> {
  const question =
    asked.get(origin) ?? probe(origin, ['ls-remote', '--exit-code', '--', origin, 'HEAD'], signal);
  asked.set(origin, question);
  return question;
}

function holds(clone: string, commit: string, signal: AbortSignal | undefined): Promise<string> {
  return probe(clone, ['-C', clone, 'cat-file', '-e', `${commit}^{commit}`], signal);
}

/** Checks the pinned commit out, alone; what git hands over is verified by its own hash. */
async function checkOut(
  origin: string,
  source: { commit: string; tag: string },
  into: string,
  remedy: string,
  signal: AbortSignal | undefined,
): Promise<Record<string, string>> {
  await mkdir(into, { recursive: true });
  const git = (argv: string[]) =>
    exec('git', argv, {
      deadlineS: GIT_DEADLINE_S,
      what: `commit ${source.commit.slice(0, 12)} (${source.tag}) could not be checked out of ${origin}`,
      cwd: into,
      env: gitEnvironment(),
      remedy,
      signal,
    });
  await git(['init', '-q']);
  // Not every server hands out a bare commit; a tag always works, and the check below catches a moved one.
  await git(['fetch', '-q', '--depth=1', '--', origin, source.commit]).catch(() =>
    git(['fetch', '-q', '--depth=1', '--', origin, `refs/tags/${source.tag}`]),
  );
  await git(['checkout', '-q', '--detach', 'FETCH_HEAD']);
  const head = (await git(['rev-parse', 'HEAD'])).trim();
  if (head !== source.commit) {
    throw new Failure({
      what: `${origin} has ${head} where ${source.tag} is pinned to ${source.commit}`,
      exit: EXIT.prerequisite,
      remedy,
    });
  }
  await rm(join(into, '.git'), { recursive: true });
  return { source: 'git', tag: source.tag, commit: source.commit };
}

type DebianSource = Extract<VariantSource, { kind: 'debian-source' }>;

/** The source package of a manifest; undefined when any version of the suite will do. */
export const pinnedSource = ({ package: name, suite, exactly }: DebianSource): PinnedPackage | undefined =>
  exactly && {
    type: 'deb-src',
    suite,
    name,
    version: exactly.version,
    architecture: 'source',
    sha256: exactly.dscSha256,
  };

async function fetchDebianSource(
  source: DebianSource,
  into: string,
  options: SourceOptions,
): Promise<Record<string, string>> {
  const work = await mkdtemp(`${into}-apt-`);
  try {
    const what = `the source of Debian's ${source.package} (${source.suite}) could not be fetched`;
    const pinned = pinnedSource(source);
    const { apt, word } =
      pinned === undefined || options.archives === undefined
        ? {
            apt: await privateApt(work, await options.mirror(), source.suite, 'deb-src', options.signal),
            word: source.package,
          }
        : await options.archives.reach(pinned);
    await apt.run('apt-get', ['source', '-q', '--only-source', word], { cwd: work, what });
    const entries = await readdir(work, { withFileTypes: true });
    const tree = entries.find((entry) => entry.isDirectory() && entry.name.startsWith(`${source.package}-`));
    const dsc = entries.find((entry) => entry.name.endsWith('.dsc'));
    if (tree === undefined || dsc === undefined) throw new Failure({ what, exit: EXIT.prerequisite });
    if (pinned !== undefined) await requireDigest(pinned, join(work, dsc.name));
    await cp(join(work, tree.name), into, { recursive: true, verbatimSymlinks: true });
    const version = dsc.name.replace(/^.*?_/, '').replace(/\.dsc$/, '');
    return {
      source: 'debian-source',
      package: source.package,
      suite: source.suite,
      version,
      dscSha256: await sha256File(join(work, dsc.name)),
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
