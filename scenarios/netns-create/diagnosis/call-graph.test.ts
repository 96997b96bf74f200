import assert from 'node:assert/strict';
import { samplesOf } from '../../../harness/stacks/share.js';
import { trialsOf } from '../../trials.testing.js';
import { recorded } from '../recorded.testing.js';
import scenario from '../scenario.js';
import { callGraph, callGraphAttachment, parseCallGraph } from './call-graph.js';

const upstream = recorded('exact-call-graph-of-upstream-at-3930');

describe('the call graph of ip netns add', () => {
  it('was recorded where the scan left no frame of __x64_sys_sendmsg', () => {
    assert.doesNotMatch(recorded('exact-call-graph-of-control-at-500'), /__x64_sys_sendmsg_\[k\];/);
  });

  it('shows the samples of ip alone', () => {
    const attachment = callGraphAttachment(upstream);
    assert.ok(attachment.kind === 'stacks');
    assert.equal(samplesOf(attachment.stacks), 552);
    assert.ok(attachment.stacks.every(([frames]) => frames.startsWith('ip;')));
  });

  it('gives nothing at all when an add failed', () => {
    const failed = upstream.replace(/^(7,upstream,7,,\d+,\d+),0,/m, '$1,1,');
    assert.notEqual(failed, upstream);
    assert.throws(() => parseCallGraph(failed), /1 of 10 commands failed/);
  });

  it('is asked of every variant at the lowest level with namespaces and at the highest', () => {
    const trial = { ...trialsOf(scenario)[0]!, levels: [0, 500, 1000, 3930] };
    for (const level of [0, 1000]) assert.deepEqual(callGraph(trial, level), []);
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
