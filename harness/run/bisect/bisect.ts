import { EXIT, Failure } from '../../failure.js';
import { withCleanup } from '../../machine/process/cleanup.js';
import type { StepFigures, StepOutcome } from './bisect-predicate.js';
import { BisectRepository, type BisectState, type Commit } from './bisect-repository.js';

/** One commit that was looked at, and what was found. */
export interface BisectStep {
  commit: Commit;
  outcome: StepOutcome;
}

export interface BisectRequest {
  /** The user's repository: read, never changed. */
  repository: string;
  good: string;
  bad: string;
  /** Builds and measures one commit, whose files stand in `tree` as long as it runs. */
  measure: (commit: Commit, tree: string) => Promise<StepOutcome>;
  onStep: (step: BisectStep) => void;
  signal: AbortSignal;
}

export interface BisectResult {
  /** In the order in which they were measured: the older end, the newer one, then as git chose. */
  steps: BisectStep[];
  /** Whether the predicate holds before the culprit and not after it, or the other way round. */
  direction: 'broken' | 'fixed';
  /** The first commit at which the predicate is as at the newer end. */
  culprit?: Commit;
  /** Without a culprit: the commits it is one of, all but the last of which were skipped. */
  suspects: Commit[];
}

/**
 * Finds the commit at which a predicate flips, by git bisect: both ends are measured first, then the commits between
 * them that git asks for; which of the two ends is older, and at which of them the predicate holds, is found out.
 * @throws Failure (usage) for revisions that do not exist, ends of which neither is the other's ancestor, ends that
 * are alike, and an end that can't be measured; (interrupted) on the signal
 */
export async function bisect(request: BisectRequest): Promise<BisectResult> {
  return withCleanup(async (cleanup) => {
    const repository = await BisectRepository.open(request.repository, cleanup, request.signal);
    const [older, newer] = await orderedEnds(repository, request);
    const steps: BisectStep[] = [];
    const measure = async (commit: Commit): Promise<StepOutcome> => {
      goOnUnless(request.signal);
      const { tree, discard } = await repository.checkOut(commit.sha);
      const outcome = await request.measure(commit, tree).finally(discard);
      goOnUnless(request.signal);
      const step = { commit, outcome };
      steps.push(step);
      request.onStep(step);
      return outcome;
    };
    const before = requireMeasured(older, await measure(older));
    const after = requireMeasured(newer, await measure(newer));
    if (before.verdict === after.verdict) throw alike(older, before, newer, after);

    let state: BisectState = await repository.start(older.sha, newer.sha);
    while ('next' in state) {
      const commit = await repository.describe(state.next);
      const { verdict } = await measure(commit);
      const as = verdict === 'skipped' ? 'skip' : verdict === before.verdict ? 'old' : 'new';
      state = await repository.mark(commit.sha, as);
    }
    const direction = before.verdict === 'holds' ? 'broken' : 'fixed';
    if ('culprit' in state) {
      return { steps, direction, culprit: await repository.describe(state.culprit), suspects: [] };
    }
    const suspects: Commit[] = [];
    for (const sha of state.suspects) suspects.push(await repository.describe(sha));
    return { steps, direction, suspects };
  });
}

async function orderedEnds(
  repository: BisectRepository,
  { repository: path, good, bad }: BisectRequest,
): Promise<[Commit, Commit]> {
  const [a, b] = [await repository.commit(good, path), await repository.commit(bad, path)];
  if (a.sha === b.sha) {
    throw new Failure({
      what: `--good ${good} and --bad ${bad} are one commit, ${nameOf(a)}`,
      exit: EXIT.usage,
      remedy: 'Name two commits: one of which the predicate holds, one of which it does not.',
    });
  }
  if (await repository.isAncestor(a.sha, b.sha)) return [a, b];
  if (await repository.isAncestor(b.sha, a.sha)) return [b, a];
  throw new Failure({
    what: `neither of ${nameOf(a)} and ${nameOf(b)} is an ancestor of the other`,
    exit: EXIT.usage,
    remedy: `Take a commit that both come from as one end: git -C ${path} merge-base ${good} ${bad}`,
  });
}

const nameOf = ({ sha, subject }: Commit): string => `${sha.slice(0, 12)} ("${subject}")`;

type Measured = Exclude<StepOutcome, { verdict: 'skipped' }>;

function requireMeasured(commit: Commit, outcome: StepOutcome): Measured {
  if (outcome.verdict !== 'skipped') return outcome;
  throw new Failure({
    what: `${nameOf(commit)} is an end and can't be judged`,
    exit: EXIT.usage,
    tail: [outcome.reason, ...(outcome.figures === undefined ? [] : [wordsOf(outcome.figures)])].join('\n'),
    remedy: 'Name a revision near it that builds and can be measured.',
  });
}

function alike(older: Commit, before: Measured, newer: Commit, after: Measured): Failure {
  return new Failure({
    what: `the predicate ${before.verdict} at both ends: nothing flips between them`,
    exit: EXIT.usage,
    tail: [
      `${nameOf(older)}: ${wordsOf(before.figures)}`,
      `${nameOf(newer)}: ${wordsOf(after.figures)}`,
    ].join('\n'),
    remedy: 'Name ends that differ, or ask something else: --levels, --metric, --below.',
  });
}

const wordsOf = ({ low, high, ratio }: StepFigures): string =>
  `${low.words}, then ${high.words}: ${ratio.words}`;

function goOnUnless(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new Failure({ what: 'interrupted; the steps that were measured are kept', exit: EXIT.interrupted });
}
