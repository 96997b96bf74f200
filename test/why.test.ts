import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../harness/failure.js';
import { netknee, type Results, resultsIn, temporaryFolder, valuesOf } from './netknee.testing.js';

const SMOKE = ['--profile', 'smoke', '--boots', '1'];

async function asked(passes: string, argv: string[]): Promise<Results> {
  const out = await temporaryFolder();
  const { exitCode, stderr, stdout } = await netknee([
    ...['run', ...argv, ...SMOKE, '--passes', passes, '--out', out],
  ]);
  assert.equal(exitCode, EXIT.ok, stdout + stderr);
  return resultsIn(out);
}

describe('why ip netns add is slow, asked in a guest', function () {
  this.timeout(600_000);
  let results: Results;
  const values = (metric: string, variant: string) => valuesOf(results.observations, metric, { variant });

  before(async () => {
    results = await asked('diagnosis,factors', ['netns-create', '--clock', 'instructions']);
  });

  it('is a round of four calls for each namespace, which upstream does not make', () => {
    assert.deepEqual(values('scan_rounds', 'reverted'), [20]);
    assert.deepEqual(values('scan_rounds', 'upstream'), [0]);
  });

  it('is netns_map_init that asks, each time', () => {
    assert.deepEqual([values('sendmsg_hits', 'reverted'), values('map_init_share', 'reverted')], [[20], [1]]);
    assert.deepEqual([values('sendmsg_hits', 'upstream'), values('map_init_share', 'upstream')], [[0], []]);
  });

  it('is drawn as flame graphs, in the report too', async () => {
    const shares = values('open_share', 'reverted');
    assert.ok(shares.length > 0 && shares.every((share) => share > 0 && share < 1), shares.join());
    const html = await readFile(join(results.folder, 'report.html'), 'utf8');
    assert.match(html, /class="[^"]*flame-frames[\s\S]*__x64_sys_openat/);
    const [trial] = results.manifest.trials;
    await access(join(results.folder, 'raw', trial!.id, 'attachments.json'));
  });

  it('is asked under each condition, with systemd as PID 1 too', () => {
    for (const condition of ['ordinary', 'veth', 'nsid', 'private-run', 'systemd'])
      for (const metric of ['condition_create_latency', 'condition_delete_latency']) {
        const times = valuesOf(results.observations, metric, { condition, variant: 'reverted' });
        assert.equal(times.length, 3, `${metric} ${condition}`);
      }
    const inits = results.manifest.trials.map(({ guest }) => guest.init?.split(' ')[0]);
    assert.equal(inits.filter((init) => init === '/lib/systemd/systemd').length, 1, inits.join());
  });
});

describe('why packets wait, asked in a guest', function () {
  this.timeout(600_000);
  let results: Results;

  before(async () => {
    results = await asked('diagnosis', ['ipvs-estimation', '--clock', 'wall', '--possible-cpus', '2']);
  });

  it('follows packets through the stack, by tracefs and by bpftrace', () => {
    const gaps = valuesOf(results.observations, 'path_gap_max');
    assert.ok(gaps.length > 0 && gaps.every((ns) => ns > 0), gaps.join());
    const [both] = valuesOf(results.observations, 'paths_seen_by_both');
    assert.ok((both ?? 0) > 0.9, `${both} of the packets were seen by both`);
  });

  it('looks at softirqs in windows, at requests, and at the stacks of the CPU', () => {
    for (const metric of ['softirq_window_max_cpu0', 'tcp_latency_p99', 'request_in_time_share']) {
      assert.ok(valuesOf(results.observations, metric).length > 0, metric);
    }
    assert.equal(valuesOf(results.observations, 'timer_softirq_stack_share').length, 1);
  });

  it("keeps one packet's way as a table", async () => {
    const [trial] = results.manifest.trials;
    const attachments = JSON.parse(
      await readFile(join(results.folder, 'raw', trial!.id, 'attachments.json'), 'utf8'),
    ) as { attachment: { kind: string; columns?: string[] } }[];
    assert.ok(
      attachments.some(
        ({ attachment }) => attachment.kind === 'table' && attachment.columns?.includes('CPU'),
      ),
    );
  });
});
