import assert from 'node:assert/strict';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../../harness/failure.js';
import { applyPatch } from '../../harness/machine/build/variant-patch.js';
import { beside } from '../beside.testing.js';
import { iproute2Source } from '../iproute2-source.testing.js';
import { netknee, readResults, temporaryFolder } from '../netknee.testing.js';

const SCAN = {
  file: 'ip/ipnetns.c',
  within: 'do_netns',
  after: 'netns_nsid_socket_init();',
  line: 'netns_map_init();',
};
/** The first commit that git asks for, so that a skip is sure to happen; the commit after it builds again. */
const BROKEN = 6;
const CULPRIT = 9;

interface Told {
  direction: string;
  culprit: { sha: string; subject: string };
  steps: {
    commit: { sha: string };
    outcome: { verdict: string; reason?: string; figures?: { ratio: { estimate: number } } };
  }[];
}

let repository: string;
/** Of the commits by number, from 0. */
const shas: string[] = [];

async function git(...argv: string[]): Promise<string> {
  const named = ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...argv];
  const { stdout } = await execa('git', named, { cwd: repository });
  return stdout.trim();
}

async function commit(subject: string): Promise<void> {
  await git('add', '-A', '-f');
  await git('commit', '-q', '-m', subject);
  shas.push(await git('rev-parse', 'HEAD'));
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const path = join(repository, file);
  const text = await readFile(path, 'utf8');
  const changed = change(text);
  assert.notEqual(changed, text, `${file} is laid out as the test expects`);
  await writeFile(path, changed);
}

/** Debian's iproute2 with the eager scan brought back, and twelve commits on it, one of which removes the scan. */
async function makeRepository(): Promise<void> {
  repository = join(await temporaryFolder(), 'iproute2');
  await iproute2Source(repository);
  await git('init', '-q');
  const plain = await readFile(join(repository, SCAN.file), 'utf8');
  await edit(SCAN.file, (text) => applyPatch(text, SCAN));
  await commit('iproute2, scanning');
  for (let i = 1; i <= 12; i++) {
    if (i === BROKEN) {
      await appendFile(join(repository, 'ip/ipnetns.c'), '\nint broken(void) { return undeclared; }\n');
      await commit('something that does not compile');
    } else if (i === BROKEN + 1) {
      await edit('ip/ipnetns.c', (text) => text.replace(/\nint broken.*\n/, ''));
      await commit('compile again');
    } else if (i === CULPRIT) {
      await edit(SCAN.file, () => plain);
      await commit('ask for names when they are needed');
    } else if (i % 2 === 0) {
      await appendFile(join(repository, 'README'), `\nLine ${i}.\n`);
      await commit(`README, line ${i}`);
    } else {
      await appendFile(join(repository, 'ip/ip.c'), `\n/* Comment ${i}. */\n`);
      await commit(`comment ${i}`);
    }
  }
}

/** As a user would, and once more when it has ended. */
async function bisect() {
  await makeRepository();
  const out = await temporaryFolder();
  const folder = join(out, 'found');
  const head = await git('rev-parse', 'HEAD');
  const ends = ['--good', shas[12] as string, '--bad', shas[0] as string];
  const argv = ['bisect', 'netns-create', '--variant', 'iproute2', ...ends, '--repo', repository];
  // Fewer namespaces are filled sooner, and tell the two apart as well.
  const short = ['--levels', '0,300', '--iterations', '2', '--resume', folder];
  const call = () => netknee([...argv, ...short], { env: { XDG_STATE_HOME: join(out, 'state') } });
  return { folder, head, call, ended: await call() };
}

const begun = beside(bisect);

describe('netknee bisect', function () {
  this.timeout(1_200_000);

  it('names the one of twelve commits that removes the eager scan, skipping what does not build', async () => {
    const { folder, head, call, ended } = await begun();
    const { exitCode, stdout, stderr } = ended;
    assert.equal(exitCode, EXIT.ok, `${stdout}\n${stderr}`);
    const culprit = shas[CULPRIT] as string;
    assert.match(
      stdout,
      new RegExp(`^Fixed by ${culprit} "ask for names when they are needed" \\(.*holds from it on`, 'm'),
    );

    const told = JSON.parse(await readFile(join(folder, 'bisect.json'), 'utf8')) as Told;
    assert.equal(told.culprit.sha, culprit);
    assert.equal(told.direction, 'fixed');
    assert.deepEqual(
      told.steps.slice(0, 3).map(({ commit }) => commit.sha),
      [shas[0], shas[12], shas[BROKEN]],
    );
    assert.ok(told.steps.length <= 8, `${told.steps.length} steps`);
    for (const { commit, outcome } of told.steps) {
      const place = shas.indexOf(commit.sha);
      const expected = place === BROKEN ? 'skipped' : place < CULPRIT ? 'does not hold' : 'holds';
      assert.equal(outcome.verdict, expected, `commit ${place}: ${outcome.reason}`);
      if (expected === 'skipped') assert.match(outcome.reason as string, /undeclared/);
      else {
        const { manifest } = await readResults(join(folder, 'steps', commit.sha.slice(0, 12)));
        assert.ok(manifest.artifacts.some(({ kind, name }) => kind === 'variant' && name === 'iproute2'));
      }
    }
    const page = await readFile(join(folder, 'bisect.md'), 'utf8');
    for (const { commit } of told.steps) assert.ok(page.includes(commit.sha.slice(0, 12)));
    assert.equal(
      (await readFile(join(folder, 'bisect.csv'), 'utf8')).trim().split('\n').length,
      told.steps.length + 1,
    );

    assert.equal(await git('rev-parse', 'HEAD'), head);
    assert.equal(await git('status', '--porcelain'), '');
    assert.equal(await git('for-each-ref', 'refs/bisect'), '');

    // What was measured is not measured again.
    const ran = async () =>
      Promise.all(
        told.steps.map(
          async ({ commit }) =>
            (await readResults(join(folder, 'steps', commit.sha.slice(0, 12))).catch(() => null))?.manifest
              .startedAt,
        ),
      );
    const before = await ran();
    const again = await call();
    assert.equal(again.exitCode, EXIT.ok, again.stderr);
    assert.deepEqual(await ran(), before);
    assert.equal(
      (JSON.parse(await readFile(join(folder, 'bisect.json'), 'utf8')) as Told).culprit.sha,
      culprit,
    );
  });
});
