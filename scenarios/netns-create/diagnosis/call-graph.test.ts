import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { trialsOf } from '../../trials.testing.js';
import scenario from '../scenario.js';
import { callGraph, callGraphAttachment, parseCallGraph } from './call-graph.js';

/** Recorded in guests of the instruction clock, kernel 6.1; samples counted and times added up by awk. */
const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/exact-call-graph-of-${name}.out`, import.meta.url), 'utf8');
const upstream = fixture('upstream-at-3930');
const control = fixture('control-at-500');
const valuesOf = (text: string) =>
  Object.fromEntries(parseCallGraph(text).map(({ metric, value }) => [metric, value]));

describe('the call graph of ip netns add', () => {
  it('has the share of each call in what is below the system call entry', () => {
    const { sampling_cost: cost, ...shares } = valuesOf(upstream);
    assert.deepEqual(shares, {
      open_share: 1 / 414,
      sendmsg_share: 0,
      recvmsg_share: 0,
      unshare_share: 294 / 414,
      mount_share: 55 / 414,
    });
    assert.equal(cost!.toFixed(6), '1.072408');
    for (const metric of Object.keys(valuesOf(upstream))) {
      assert.ok(
        scenario.metrics.some(({ name }) => name === metric),
        metric,
      );
    }
  });

  it('finds the scan, though __x64_sys_sendmsg left no frame', () => {
    assert.ok(!/__x64_sys_sendmsg_\[k\];/.test(control));
    const shares = valuesOf(control);
    assert.equal(shares.open_share, 875 / 2764);
    assert.equal(shares.sendmsg_share, 805 / 2764);
    assert.equal(shares.recvmsg_share, 545 / 2764);
    assert.equal(shares.unshare_share, 260 / 2764);
  });

  it('shows the samples of ip alone', () => {
    const attachment = callGraphAttachment(upstream);
    assert.ok(attachment.kind === 'stacks');
    assert.equal(
      attachment.stacks.reduce((sum, [, count]) => sum + count, 0),
      552,
    );
    assert.ok(attachment.stacks.every(([frames]) => frames.startsWith('ip;')));
  });

  it('gives nothing at all when an add failed', () => {
    const failed = upstream.replace(/^(7,upstream,7,,\d+,\d+),0,/m, '$1,1,');
    assert.notEqual(failed, upstream);
    assert.throws(() => parseCallGraph(failed), /1 of 10 commands failed/);
  });

  it('is asked of every variant at the lowest level with namespaces and at the highest', () => {
    const trial = { ...trialsOf(scenario)[0]!, levels: [0, 500, 1000, 3930] };
    assert.deepEqual(
      [0, 1000].map((level) => callGraph(trial, level).length),
      [0, 0],
    );
    for (const level of [500, 3930]) {
      const graphs = callGraph(trial, level).filter(({ argv }) => argv[1] === 'guest/call-graph.sh');
      assert.deepEqual(
        graphs.map(({ title }) => title),
        trial.variants.map((variant) => `call graph of ${variant} at ${level}`),
      );
      for (const { argv, files } of graphs) {
        const [plain, sampled, deleted] = argv.slice(-3).map((file) => files![file]!.match(/\S+-\d+$/gm)!);
        assert.equal(new Set(deleted).size, 60);
        assert.deepEqual([...plain!, ...sampled!].sort(), [...deleted!].sort());
      }
    }
  });
});
