import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { summarise } from '../harness/cells/summarise.js';
import type { JudgedClaim } from '../harness/claims/judge.js';
import { hyperfineJson } from '../harness/report/export-hyperfine.js';
import { manifest, observations } from '../harness/report/fixtures/small-run.js';
import { junitReport } from '../harness/report/junit.js';
import { temporaryFolder } from './netknee.testing.js';

/** Ours, written after the output of Ant, Maven and Jenkins: there is no official schema. */
const SCHEMA = fileURLToPath(new URL('../harness/report/fixtures/junit.xsd', import.meta.url));

/** Skips the suite's tests without the program, saying so; under CI that would hide them, so there it fails. */
async function need(context: Mocha.Context, program: string, ...argv: string[]): Promise<void> {
  const { failed } = await execa(program, argv.length > 0 ? argv : ['--version'], { reject: false });
  if (!failed) return;
  assert.notEqual(
    process.env.CI,
    'true',
    `CI must have ${[program, ...argv].join(' ')}: it checks what netknee writes`,
  );
  console.log(`      ${program} is not installed, so its test is skipped`);
  context.skip();
}

/** `number`, `string`, `null`, or of a list the kinds of its members. */
function kind(value: unknown): string {
  if (Array.isArray(value)) return `list of ${[...new Set(value.map(kind))].sort().join(' or ')}`;
  return value === null ? 'null' : typeof value;
}

describe('exports, read by the tools they are for', function () {
  this.timeout(60_000);

  it('has every field of hyperfine’s own JSON, of the same kind', async function () {
    await need(this, 'hyperfine');
    const folder = await temporaryFolder();
    const argv = ['--runs', '2', '--parameter-list', 'n', '1,2', '--export-json', 'real.json', 'true {n}'];
    await execa('hyperfine', argv, { cwd: folder });
    const real = JSON.parse(await readFile(join(folder, 'real.json'), 'utf8'));
    const ours = JSON.parse(hyperfineJson(summarise(observations, manifest.scenarios)));
    assert.deepEqual(Object.keys(ours), Object.keys(real));
    const repeated = ours.results.find((result: { times: number[] }) => result.times.length > 1);
    // What a newer hyperfine adds and leaves out at will, such as memory, may be missing here too.
    const optional = new Set(['memory_usage_byte']);
    for (const [field, value] of Object.entries(real.results[0])) {
      if (!optional.has(field)) assert.equal(kind(repeated[field]), kind(value), field);
    }
    for (const text of Object.values(repeated.parameters)) assert.equal(kind(text), 'string');
  });

  const validate = async (xml: string) => {
    const file = join(await temporaryFolder(), 'junit.xml');
    await writeFile(file, xml);
    return execa('xmllint', ['--noout', '--schema', SCHEMA, file], { reject: false });
  };
  const hostile: JudgedClaim = {
    scenario: 'netns <create>',
    claim: {
      id: 'A"1',
      statement: 'a ]]> b \u0000\u001b\ud800 & c',
      published: ']]><x/>',
      kind: 'shape',
      source: '',
      measure: { type: 'not-measured', why: '' },
    },
    verdict: 'inconclusive',
    unit: 'ratio',
    judgements: [],
    reason: '<!-- ]]>',
  };

  it('is JUnit that a schema accepts, whatever names and reasons say', async function () {
    await need(this, 'xmllint');
    const trials = manifest.trials.map((record, i) =>
      i === 0 ? { ...record, status: 'failed' as const, reasons: ['\u0007 ]]> <b>'] } : record,
    );
    const verdicts = [hostile, { ...hostile, verdict: 'contradicted' as const }];
    const { exitCode, stderr } = await validate(junitReport({ ...manifest, run: '<r>&"', trials }, verdicts));
    assert.equal(exitCode, 0, stderr);
  });

  it('is JUnit that junitparser counts as it is meant', async function () {
    const python = '/usr/bin/python3';
    await need(this, python, '-c', 'import junitparser');
    const file = join(await temporaryFolder(), 'junit.xml');
    const trials = manifest.trials.map((record, i) =>
      i === 0 ? { ...record, status: 'failed' as const, reasons: ['gone'] } : record,
    );
    const verdicts = [hostile, { ...hostile, verdict: 'contradicted' as const }];
    await writeFile(file, junitReport({ ...manifest, trials }, verdicts));
    const program =
      'import junitparser, sys; x = junitparser.JUnitXml.fromfile(sys.argv[1]); x.update_statistics(); ' +
      'print(x.tests, x.errors, x.failures, x.skipped)';
    const { stdout } = await execa(python, ['-c', program, file]);
    const notRun = manifest.plan.trials.length - manifest.trials.length;
    const [tests, errors, failures, skipped] = stdout.split(' ').map(Number);
    assert.equal(tests, manifest.plan.trials.length + 2);
    assert.deepEqual([errors, failures, skipped], [1, 1, notRun + 1]);
  });

  it('is checked by a schema that can refuse', async function () {
    await need(this, 'xmllint');
    const xml = junitReport(manifest, []).replace('</testsuites>', '<passed/></testsuites>');
    assert.notEqual((await validate(xml)).exitCode, 0);
  });
});
