import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { EXIT, Failure } from '../../failure.js';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { type BisectRequest, bisect } from './bisect.js';
import type { StepFigures, StepOutcome } from './bisect-predicate.js';
import { bisectEnd } from './bisect-repository.js';

const figures = (ratio: number): StepFigures => ({
  low: { median: 1, words: '1 ns' },
  high: { median: ratio, words: `${ratio} ns` },
  ratio: { estimate: ratio, low: ratio, high: ratio, words: `${ratio}×` },
  boots: 1,
});

const judged = (ratio: number): StepOutcome => ({
  verdict: ratio < 2 ? 'holds' : 'does not hold',
  figures: figures(ratio),
});

describe('bisect', function () {
  this.timeout(60_000);
  const here = sandbox();
  /** Of the commits by number, from 0. */
  let shas: string[];

  const git = async (...argv: string[]) =>
    (await execa('git', argv, { cwd: here.path('repo') })).stdout.trim();

  /** A commit of each number on the branch, by one process. */
  async function commits(branch: string, numbers: number[], from?: string): Promise<string[]> {
    const stream = numbers.map((i, at) => {
      const who = `committer test <test@localhost> ${1_700_000_000 + i} +0000`;
      const parent = at === 0 && from !== undefined ? `from ${from}\n` : '';
      const subject = `state ${i}`;
      return `commit refs/heads/${branch}\n${who}\ndata ${subject.length}\n${subject}\n${parent}M 644 inline state\ndata ${String(i).length}\n${i}\n`;
    });
    await execa('git', ['fast-import', '--quiet'], { cwd: here.path('repo'), input: stream.join('') });
    return (await git('rev-list', '--reverse', `--max-count=${numbers.length}`, branch)).split('\n');
  }

  beforeEach(async () => {
    await mkdir(here.path('repo'));
    await git('init', '-q', '-b', 'main');
    shas = await commits(
      'main',
      Array.from({ length: 10 }, (_, i) => i),
    );
    await git('checkout', '-q', '-f', 'main');
  });

  /** Measures a commit by the number in its only file; `seen` has the numbers in order. */
  function request(of: (i: number) => StepOutcome, ends: { good: string; bad: string }) {
    const seen: number[] = [];
    const asked: BisectRequest = {
      repository: here.path('repo'),
      ...ends,
      measure: async (commit, tree) => {
        assert.deepEqual(await readdir(tree), ['state']);
        const i = Number(await readFile(`${tree}/state`, 'utf8'));
        assert.equal(commit.subject, `state ${i}`);
        seen.push(i);
        return of(i);
      },
      onStep: () => {},
      signal: new AbortController().signal,
    };
    return { asked, seen };
  }

  const ends = (good: number, bad: number) => ({ good: shas[good]!, bad: shas[bad]! });
  const usage =
    (words: RegExp, tail = /^/) =>
    (error: unknown) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.details.exit, EXIT.usage);
      assert.match(error.message, words);
      assert.match(error.details.tail ?? '', tail);
      return true;
    };

  it('finds the commit that broke it, wherever it stands, and leaves nothing', async () => {
    for (const culprit of [1, 4, 9]) {
      const { asked, seen } = request((i) => judged(i < culprit ? 1 : 9), ends(0, 9));
      const result = await bisect(asked);
      assert.equal(result.culprit?.sha, shas[culprit]);
      assert.equal(result.culprit?.subject, `state ${culprit}`);
      assert.match(result.culprit?.date ?? '', /^\d{4}-\d\d-\d\dT/);
      assert.equal(result.direction, 'broken');
      assert.deepEqual(seen.slice(0, 2), [0, 9]);
      assert.equal(new Set(seen).size, seen.length, 'no commit is measured twice');
      assert.ok(seen.length <= 6, `${seen.length} steps of ten commits`);
    }
    assert.deepEqual(await readdir(here.path('tmp')), []);
    assert.equal(await git('status', '--porcelain'), '');
    assert.equal(await git('for-each-ref', 'refs/bisect'), '');
    assert.ok(!existsSync(here.path('repo', '.git', 'BISECT_LOG')));
  });

  it('finds the commit that fixed it, with the good end the newer or the slow one', async () => {
    for (const said of [ends(9, 0), ends(0, 9)]) {
      const { asked, seen } = request((i) => judged(i < 7 ? 9 : 1), said);
      const { culprit, direction } = await bisect(asked);
      assert.equal(culprit?.sha, shas[7]);
      assert.equal(direction, 'fixed');
      assert.deepEqual(seen.slice(0, 2), [0, 9], 'the older end first');
    }
  });

  it('takes branches and tags of the user’s repository, and ends side by side', async () => {
    await git('tag', 'v1', 'main~1');
    const { asked, seen } = request((i) => judged(i < 9 ? 1 : 9), { good: 'v1', bad: 'main' });
    assert.equal((await bisect(asked)).culprit?.sha, shas[9]);
    assert.deepEqual(seen, [8, 9]);
  });

  it('passes over what can’t be told', async () => {
    const broken: StepOutcome = { verdict: 'skipped', reason: 'does not build' };
    const { asked, seen } = request((i) => (i === 4 ? broken : judged(i < 7 ? 1 : 9)), ends(0, 9));
    const { culprit, steps } = await bisect(asked);
    assert.equal(culprit?.sha, shas[7]);
    assert.ok(seen.includes(4));
    assert.deepEqual(
      steps.filter(({ outcome }) => outcome.verdict === 'skipped').map(({ commit }) => commit.sha),
      [shas[4]],
    );
  });

  it('names all it may be when only skipped commits are left', async () => {
    const { asked } = request(
      (i) => (i > 2 && i < 6 ? { verdict: 'skipped', reason: 'does not build' } : judged(i < 4 ? 1 : 9)),
      ends(0, 9),
    );
    const { culprit, suspects } = await bisect(asked);
    assert.equal(culprit, undefined);
    assert.deepEqual(suspects.map(({ sha }) => sha).sort(), shas.slice(3, 7).sort());
  });

  it('refuses ends that are alike, with both figures, before anything between them is measured', async () => {
    const { asked, seen } = request((i) => judged(3 + i), ends(0, 9));
    await assert.rejects(
      bisect(asked),
      usage(/does not hold at both ends/, /state 0.*: 3×\n.*state 9.*: 12×$/),
    );
    assert.deepEqual(seen, [0, 9]);
  });

  it('refuses an end that can’t be judged', async () => {
    const { asked, seen } = request(() => ({ verdict: 'skipped', reason: 'cc: error' }), ends(0, 9));
    await assert.rejects(bisect(asked), usage(/state 0.*can't be judged/, /^cc: error$/));
    assert.deepEqual(seen, [0]);
  });

  it('refuses ends of which neither comes from the other, one commit twice, and what is no revision', async () => {
    await commits('side', [77], shas[3]);
    const { asked, seen } = request(() => judged(1), { good: 'side', bad: 'main' });
    await assert.rejects(bisect(asked), usage(/neither of .*state 77.*state 9/));
    await assert.rejects(bisect({ ...asked, good: 'main', bad: shas[9]! }), usage(/are one commit/));
    await assert.rejects(bisect({ ...asked, good: '--all' }), usage(/no revision "--all"/));
    await assert.rejects(bisect({ ...asked, repository: here.path('tmp') }), usage(/can't be cloned/));
    assert.deepEqual(seen, []);
    assert.deepEqual(await readdir(here.path('tmp')), []);
  });

  it('ends in order on a signal', async () => {
    const controller = new AbortController();
    const { asked, seen } = request(
      () => {
        controller.abort();
        return judged(1);
      },
      ends(0, 9),
    );
    await assert.rejects(
      bisect({ ...asked, signal: controller.signal }),
      (error: Failure) => error.details.exit === EXIT.interrupted,
    );
    assert.deepEqual(seen, [0]);
    assert.deepEqual(await readdir(here.path('tmp')), []);
  });
});

describe('bisectEnd', () => {
  it('reads git’s notes, and no subject that looks like one', () => {
    assert.equal(bisectEnd('# new: [12ab] # first new commit: [12ab]\ngit bisect new 12ab\n'), undefined);
    assert.deepEqual(bisectEnd('git bisect old 9\n# first new commit: [12ab] x\n'), { culprit: '12ab' });
    const left = '# only skipped commits left to test\n# possible first new commit: [1a] x\n';
    assert.deepEqual(bisectEnd(`${left}# possible first new commit: [2b] y\n`), { suspects: ['1a', '2b'] });
  });
});
