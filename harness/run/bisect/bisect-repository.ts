import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import { gitEnvironment } from '../../machine/build/git-environment.js';
import { temporaryFolder } from '../../machine/files/temporary-folder.js';
import type { UndoStack } from '../../machine/process/cleanup.js';
import { type ExecOptions, exec } from '../../machine/process/exec.js';

/** A commit, as a reader wants to see it. */
export interface Commit {
  sha: string;
  subject: string;
  /** When it was written: ISO 8601, with the author's time zone. */
  date: string;
}

/** Where a bisection stands: a commit to test, or its end with one culprit or several suspects. */
export type BisectState = { next: string } | { culprit: string } | { suspects: string[] };

const DEADLINE_S = 120;

/**
 * What git itself notes in `git bisect log`: `# first new commit: [SHA] subject` at the end, or the commits that are
 * left when all of them were skipped. Undefined while there is something to test.
 */
export function bisectEnd(log: string): Exclude<BisectState, { next: string }> | undefined {
  const culprit = /^# first new commit: \[([0-9a-f]+)\]/m.exec(log)?.[1];
  if (culprit !== undefined) return { culprit };
  if (!/^# only skipped commits left to test$/m.test(log)) return undefined;
  return {
    suspects: [...log.matchAll(/^# possible first new commit: \[([0-9a-f]+)\]/gm)].map(([, sha]) => sha!),
  };
}

/**
 * git bisect in a clone of its own: the user's repository is only read. Commits are checked out without `.git`, into
 * folders of their own, so that nothing of one build reaches the next.
 */
export class BisectRepository {
  readonly #clone: string;
  readonly #work: string;
  readonly #signal: AbortSignal;

  private constructor(work: string, signal: AbortSignal) {
    this.#work = work;
    this.#clone = join(work, 'clone');
    this.#signal = signal;
  }

  /** @throws Failure (usage) when there is no git repository at `path` */
  static async open(path: string, cleanup: UndoStack, signal: AbortSignal): Promise<BisectRepository> {
    const work = await temporaryFolder('the clone of a bisection', cleanup);
    const repository = new BisectRepository(work, signal);
    const options = {
      cwd: work,
      what: `${resolve(path)} can't be cloned`,
      exit: EXIT.usage,
      remedy: 'Name a git repository, bare or not: --repo PATH.',
    };
    // A folder inside a work tree will do, as it does for git itself; a linked work tree shares its objects with the first.
    const found = await repository.#git(['-C', resolve(path), 'rev-parse', '--git-common-dir'], options);
    // The objects stay where they are: a clone of a large history takes no time.
    const from = resolve(path, found.trim());
    const argv = ['clone', '-q', '--shared', '--no-checkout', '--template=', '--', from, 'clone'];
    await repository.#git(argv, options);
    return repository;
  }

  #git(argv: string[], options: Partial<ExecOptions> = {}): Promise<string> {
    const { env, ...rest } = options;
    return exec('git', argv, {
      deadlineS: DEADLINE_S,
      what: `git ${argv[0]} failed`,
      cwd: this.#clone,
      signal: this.#signal,
      ...rest,
      env: { ...gitEnvironment(), ...env },
    });
  }

  /** The commit that a revision names in the user's repository. @throws Failure (usage) when there is none */
  async commit(revision: string, path: string): Promise<Commit> {
    const sha = await this.#git(['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`], {
      cwd: resolve(path),
      what: `${resolve(path)} has no revision "${revision}"`,
      exit: EXIT.usage,
      remedy: `See git -C ${resolve(path)} log --oneline, or fetch it there.`,
    });
    return this.describe(sha.trim());
  }

  async describe(sha: string): Promise<Commit> {
    const text = await this.#git([
      'show',
      '-s',
      '--no-show-signature',
      '--format=%H%x00%aI%x00%s',
      sha,
      '--',
    ]);
    const [full = '', date = '', subject = ''] = text.trimEnd().split('\0');
    return { sha: full, date, subject };
  }

  async isAncestor(older: string, newer: string): Promise<boolean> {
    try {
      await this.#git(['merge-base', '--is-ancestor', older, newer]);
      return true;
    } catch (error) {
      if (error instanceof Failure && error.details.exitCode === 1) return false;
      throw error;
    }
  }

  /** The files of a commit in a new folder; `discard` removes it. */
  async checkOut(sha: string): Promise<{ tree: string; discard: () => Promise<void> }> {
    const folder = await mkdtemp(join(this.#work, 'tree-'));
    const tree = join(folder, 'tree');
    await mkdir(tree);
    const env = { GIT_INDEX_FILE: join(folder, 'index') };
    await this.#git(['read-tree', sha], { env });
    await this.#git(['checkout-index', '-q', '-a', '-f', `--prefix=${tree}/`], { env });
    return { tree, discard: () => rm(folder, { recursive: true, force: true }) };
  }

  /** Begins between two commits, the older an ancestor of the newer. */
  async start(older: string, newer: string): Promise<BisectState> {
    // Without a checkout: git moves a ref, and each commit gets a folder of its own.
    const terms = ['--no-checkout', '--term-old=old', '--term-new=new'];
    return this.#bisect(['start', ...terms, newer, older]);
  }

  /** Says of a commit what it was found to be: as the older end, as the newer one, or not to be told. */
  async mark(sha: string, as: 'old' | 'new' | 'skip'): Promise<BisectState> {
    return this.#bisect([as, sha]);
  }

  async #bisect(argv: string[]): Promise<BisectState> {
    let failed: unknown;
    await this.#git(['bisect', ...argv]).catch((error) => {
      // Its exit code says, too, that only skipped commits are left.
      failed = error;
    });
    const end = bisectEnd(await this.#git(['bisect', 'log']));
    if (end !== undefined) return end;
    if (failed !== undefined) throw failed;
    return { next: (await this.#git(['rev-parse', '--verify', 'BISECT_HEAD'])).trim() };
  }
}
