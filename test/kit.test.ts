import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../harness/failure.js';
import { netknee, type Results, resultsIn, temporaryFolder, valuesOf } from './netknee.testing.js';

/** Every step of the kit, once, in one boot. */
const SCENARIO = `
import { burst, callCounts, callGraph, count, defineScenario, functionTime, memory, openLoop, sh, spawnTime,
  state, sweep } from 'netknee';

const udp = openLoop('udp', 'one echo', { kind: 'udp', rate: 100, seconds: 1 });
const tcp = openLoop('tcp', 'one request', { kind: 'tcp', rate: 100, seconds: 1 });
const http = openLoop('http', 'one GET', { kind: 'http', rate: 50, seconds: 1 });
const list = spawnTime('list', 'one ls');
const many = burst('many', 'one of many ls');
const forks = functionTime('fork_time', 'kernel_clone');
const calls = callCounts('calls', ['openat']);
const graph = callGraph('graph', 'What ls does');
const kernel = memory();
const ls = () => ['/bin/ls', '/tmp'];

export default defineScenario({
  name: 'all-of-the-kit',
  title: 'Every step of the kit',
  question: 'Does each work in a guest?',
  factors: [state('files', 'files', [3])],
  metrics: [udp, tcp, http, list, many, forks, calls, kernel].flatMap(({ metrics }) => metrics),
  steps: sweep('files', {
    prepare: () => sh('guest/veth.sh'),
    reach: (files) => [
      sh('guest/make-files.sh', files),
      count(files, 'sh', '-c', 'ls /tmp/files | wc -l'),
    ],
    measure: () => [
      udp.step(), tcp.step(), http.step(), kernel.step(),
      list.step('x', 3, ls),
      many.step('x', 4, ls),
      forks.step(1, 'sh', '-c', 'ls; ls'),
      calls.step('ls', '/tmp/files'),
      graph.step(4999, 'sh', '-c', 'for i in 1 2 3 4 5 6 7 8; do ls /tmp; done'),
    ],
  }),
});
`;

describe('the kit, in a guest', function () {
  this.timeout(600_000);
  let results: Results;
  let folder: string;

  before(async () => {
    folder = join(await temporaryFolder(), 'all-of-the-kit');
    await mkdir(join(folder, 'guest'), { recursive: true });
    await writeFile(join(folder, 'scenario.ts'), SCENARIO);
    await writeFile(
      join(folder, 'guest/make-files.sh'),
      'mkdir -p /tmp/files\nfor i in $(seq 1 "$1"); do touch "/tmp/files/$i"; done\n',
    );
    const out = await temporaryFolder();
    const words = ['run', folder, '--clock', 'instructions', '--boots', '1', '--out', out];
    const { exitCode, stderr } = await netknee(words);
    assert.equal(exitCode, EXIT.ok, stderr);
    results = await resultsIn(out);
  });

  const values = (metric: string) => valuesOf(results.observations, metric, { files: 3 });

  it('answers requests of every kind', () => {
    for (const kind of ['udp', 'tcp', 'http']) {
      const [p50, p99, max] = ['p50', 'p99', 'max'].map((name) => values(`${kind}_${name}`)[0]!);
      assert.ok(p50! > 0 && p50! <= p99! && p99! <= max!, `${kind}: ${p50} ${p99} ${max}`);
    }
  });

  it('times commands, alone and at once, and a kernel function', () => {
    assert.equal(values('list').length, 3);
    assert.equal(values('many').length, 4);
    assert.ok(values('many_wall')[0]! >= Math.max(...values('many')));
    assert.ok(values('fork_time').length >= 2, `${values('fork_time').length} calls`);
  });

  it('counts memory and system calls, and shows call stacks', () => {
    assert.ok(values('mem_free')[0]! > 0);
    // ls opens what it is linked with, and the folder.
    assert.ok(values('calls_openat')[0]! >= 2);
    assert.ok(results.report.length > 0);
  });

  it('ends a trial whose state is not what was to be reached', async () => {
    await writeFile(join(folder, 'guest/make-files.sh'), 'mkdir -p /tmp/files\ntouch /tmp/files/1\n');
    const out = await temporaryFolder();
    const words = ['run', folder, '--clock', 'instructions', '--boots', '1', '--out', out];
    const { exitCode, stderr } = await netknee(words);
    assert.equal(exitCode, EXIT.trialsFailed, stderr);
    assert.match(stderr, /expect-count\.sh: 1 where 3 should be/);
  });
});
