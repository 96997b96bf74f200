import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../harness/failure.js';
import { packageRoot } from '../harness/machine/host/places.js';
import { checkout } from './checkout.testing.js';
import { environment, type Results, recordedGuests, resultsIn, temporaryFolder } from './netknee.testing.js';

/** What a guest meets between two measurements: a scenario each, by its name. */
const FAULTS = {
  panics: 'echo c >/proc/sysrq-trigger',
  'loses-its-step': 'tail /dev/zero',
  'loses-another-process': 'tail /dev/zero || true',
  // On the instruction clock nobody waits for these minutes: idle time is skipped.
  hangs: 'fsfreeze -f / && { touch /root/late & sleep 400; fsfreeze -u /; }',
};
type Name = keyof typeof FAULTS;
const NAMES = Object.keys(FAULTS) as Name[];

const measure = (id: string, iteration: number): string =>
  `{ id: '${id}', title: '${id}', argv: ['echo', '7'], deadlineS: 9, onFailure: 'continue', level: 0,
    parse: (out) => [{ metric: 'answer', value: Number(out), iteration: ${iteration}, factors: { namespaces: 0 } }] }`;

/** A scenario as a user writes one, with two measurements and the fault between them. */
const scenario = (name: Name): string => `export default {
  name: '${name}', title: '${name}', question: 'What is left of it?',
  factors: [{ name: 'namespaces', title: 'namespaces', kind: 'amount', scope: 'state', levels: [0] }],
  metrics: [{ name: 'answer', unit: 'ns', better: 'lower', title: 'answer' }],
  variants: [], possibleCpus: { instructions: [1], wall: [2] }, memoryMb: 256, kernelArguments: [],
  iterations: { smoke: 1, quick: 1, standard: 1, paper: 1 },
  steps: () => [
    ${measure('1-before', 0)},
    { id: '2-fault', title: 'fault', argv: ['sh', '-c', ${JSON.stringify(FAULTS[name])}], deadlineS: 600,
      onFailure: 'continue', level: 0 },
    ${measure('3-after', 1)},
  ],
  estimateS: () => 10, claims: [], comparisons: [], scalings: [], jitters: [], tables: [], figures: [],
};
`;

/** The compiled command line, which also has these scenarios. @returns its path */
async function withFaults(): Promise<string> {
  const folder = await checkout(['dist']);
  await symlink(join(packageRoot, 'node_modules'), join(folder, 'node_modules'));
  for (const name of NAMES) {
    await mkdir(join(folder, 'scenarios', name, 'guest'), { recursive: true });
    await mkdir(join(folder, 'dist/scenarios', name));
    await writeFile(join(folder, 'dist/scenarios', name, 'scenario.js'), scenario(name));
  }
  return join(folder, 'dist/harness/cli.js');
}

describe('a real guest', function () {
  this.timeout(600_000);
  let said: { exitCode?: number | undefined; stderr: string };
  let results: Results;

  before(async () => {
    const out = await temporaryFolder();
    const words = ['run', ...NAMES, '--clock', 'instructions', '--boots', '1', '--jobs', '2', '--out', out];
    const { exitCode, stderr } = await execa('node', [await withFaults(), ...words], {
      cwd: await temporaryFolder(),
      env: await environment(),
      reject: false,
      stdin: 'ignore',
    });
    said = { exitCode, stderr };
    results = await resultsIn(out);
  });

  const recordOf = (name: Name) => {
    const record = results.manifest.trials.find(({ id }) => id.startsWith(`${name}.`));
    assert.ok(record, `${name}: ${said.stderr}`);
    const iterations = results.observations
      .filter((row) => row.scenario === name)
      .map(({ iteration }) => iteration);
    const text = (file: string) => readFileSync(join(results.folder, 'raw', record.id, file), 'utf8');
    return { ...record, said: record.reasons.join('\n'), iterations, text };
  };

  it('whose kernel panics has a failed trial that says so, and keeps what was measured before', () => {
    const { status, said, attempts, iterations, text } = recordOf('panics');
    assert.deepEqual([status, attempts, iterations], ['failed', 2, [0]]);
    assert.match(said, /^QEMU exited with 0 before the bundle ended$/m);
    assert.match(said, /^kernel panic: .*Kernel panic - not syncing: sysrq triggered crash$/m);
    assert.match(text('console.log'), /Kernel panic - not syncing: sysrq triggered crash/);
  });

  it('that is out of memory says which step was killed for it, and goes on with the next', () => {
    const { status, said, iterations, text } = recordOf('loses-its-step');
    assert.deepEqual([status, iterations], ['failed', [0, 1]]);
    assert.match(said, /^step 2-fault: exit 137 \(killed: .*or out of memory\): Killed$/m);
    assert.match(said, /^OOM kill: .*Out of memory: Killed process \d+ \(tail\)/m);
    assert.match(text('kernel.log'), /Out of memory: Killed process \d+ \(tail\)/);
  });

  it('that is out of memory has its trial disturbed though every step ended well', () => {
    const { status, said, attempts, iterations } = recordOf('loses-another-process');
    assert.deepEqual([status, attempts, iterations], ['disturbed', 1, [0, 1]]);
    assert.match(said, /^OOM kill: .*Out of memory: Killed process \d+ \(tail\)/);
  });

  it('whose file system stands still for minutes has its trial disturbed for it', () => {
    const { status, said, iterations } = recordOf('hangs');
    assert.deepEqual([status, iterations], ['disturbed', [0, 1]]);
    assert.match(said, /^hung task: .*INFO: task touch:\d+ blocked for more than 120 seconds/);
  });

  it('leaves a run that ends with 1, names both trials that failed and why, and has a report', async () => {
    assert.equal(said.exitCode, EXIT.trialsFailed, said.stderr);
    assert.match(said.stderr, /2 of 4 trials failed; what they measured is kept/);
    assert.match(said.stderr, /panics\.\S+: kernel panic: .*sysrq triggered crash/);
    assert.match(said.stderr, /loses-its-step\.\S+: OOM kill: .*Out of memory/);
    assert.match(said.stderr, /remedy: +Read raw\/<trial>\/console\.log there, then: netknee run --resume /);
    assert.match(
      results.report,
      /^\| loses-another-process\.\S+ \| disturbed \|.*OOM kill: .*Out of memory: /m,
    );
    assert.match(results.report, /^\| hangs\.\S+ \| disturbed \|.*hung task: .*blocked for more than/m);
    assert.match(
      results.report,
      /^> - \*\*Warning:\*\* the numbers include trial hangs\.\S+, which is disturbed$/m,
    );
    assert.deepEqual(await recordedGuests(), []);
  });
});
