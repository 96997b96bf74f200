import assert from 'node:assert/strict';
import { summarise } from '../cells/summarise.js';
import { documentMarkdown } from '../document/document-markdown.js';
import { manifest, observations } from './fixtures/small-run.js';
import { trustBlocks, trustOf } from './report-trust.js';

const summary = summarise(observations, manifest.scenarios);
const said = (of = manifest) => documentMarkdown(trustBlocks(trustOf(of, summary)));

describe('trustBlocks', () => {
  it('says which clock counts, how far the run came, and how far its times repeat', () => {
    assert.match(
      said(),
      /^\*\*Trust:\*\* no KVM: of the wall clock ratios only · 8 of 10 trials done, 1 disturbed · /,
    );
    assert.match(said(), /· \d+ of \d+ instruction-clock times repeat within 0\.500 %\./);
  });

  it('does not call the effect of an order a failure to repeat', () => {
    const trials = manifest.plan.trials.map((trial) => ({
      ...trial,
      ...(trial.boot % 2 === 0 && { mirrored: true as const }),
    }));
    assert.match(
      said({ ...manifest, plan: { ...manifest.plan, trials } }),
      /times agree in mirrored orders within 0\.500 %/,
    );
  });
});
