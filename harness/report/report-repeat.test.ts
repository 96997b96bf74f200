import assert from 'node:assert/strict';
import { documentMarkdown } from '../document/document-markdown.js';
import { manifest } from './fixtures/small-run.js';
import { repeatBlocks, repeatCommand } from './report-repeat.js';

const withTrials = (edit: (scenario: string) => string, clock?: 'instructions') => ({
  ...manifest,
  plan: {
    ...manifest.plan,
    trials: manifest.plan.trials
      .filter((trial) => clock === undefined || trial.clock === clock)
      .map((trial) => ({ ...trial, scenario: edit(trial.scenario) })),
  },
});

describe('repeatCommand', () => {
  it('names the scenarios, the profile and the seed', () => {
    assert.equal(
      repeatCommand(manifest),
      'netknee run ipvs-estimation netns-create --profile quick --seed 42',
    );
  });

  it('names the clock when there is one only', () => {
    assert.match(repeatCommand(withTrials((s) => s, 'instructions')), / --clock instructions$/);
  });

  it('says what else shaped the plan', () => {
    const asked = ['--boots', 'wall=6', '--kernel', 'mine=my kernel,modules'];
    assert.match(
      repeatCommand({ ...manifest, planArguments: asked }),
      / --seed 42 --boots wall=6 --kernel 'mine=my kernel,modules'$/,
    );
  });

  it('names a scenario of the user’s own by its folder', () => {
    const asked = ['/home/me/netns-create', '--boots', '2'];
    assert.equal(
      repeatCommand({ ...manifest, planArguments: asked }),
      'netknee run ipvs-estimation /home/me/netns-create --profile quick --seed 42 --boots 2',
    );
  });

  it('names the shard of a run that is one, and of no other', () => {
    assert.match(repeatCommand({ ...manifest, shard: { index: 2, of: 3 } }), / --seed 42 --shard 2\/3$/);
    assert.doesNotMatch(repeatCommand(manifest), /shard/);
  });

  it('names where the trials ran, when that was no guest that netknee bakes', () => {
    const on = (host: Record<string, string>) => repeatCommand({ ...manifest, host });
    assert.match(on({ provider: 'vagrant' }), / --provider vagrant$/);
    assert.match(on({ provider: 'qemu', image: 'xenial sha256 abc' }), / --seed 42 --image xenial$/);
  });

  it('quotes what a shell would take apart', () => {
    assert.match(
      repeatCommand(withTrials(() => "a'b; rm x\n```")),
      /^netknee run 'a'\\''b; rm x ```' --profile/,
    );
  });
});

describe('repeatBlocks', () => {
  it('tells the host and where the raw output stands', () => {
    const text = documentMarkdown(repeatBlocks(manifest));
    assert.match(text, /^- cpu: Example CPU @ 2\.0 GHz$/m);
    assert.match(text, /`raw\/` with the raw output of every trial/);
  });
});
