import assert from 'node:assert/strict';
import { allTrialsOf } from '../../trials.testing.js';
import { recorded, valuesOf } from '../recorded.testing.js';
import scenario from '../scenario.js';
import { endAttachments, hasGraph, parseAdds, parseEnd, parseLimit, parseReached } from './parse.js';
import { pressureLevels } from './pass.js';

// Of 256 MB at the last level before it died.
const filled = recorded('real-pressure-fill-to-851');
const added = recorded('real-pressure-add-at-851');
const REASON = 'MemAvailable is 60 kB of 2048 kB, below 3 %';
const ended = `${added}@@ end\n851\n${REASON}\n`;
const end = { metric: 'pressure_end', iteration: 0, value: 851 };

describe('what pressure.sh prints', () => {
  it('is memory where the level was reached, by metrics of its own', () => {
    const all = parseReached(filled, 851);
    const values = valuesOf(all);
    assert.deepEqual([values.pressure_mem_available, values.pressure_mem_free], [20176, 5948]);
    for (const { metric, iteration, factors } of all) {
      assert.match(metric, /^pressure_/);
      assert.deepEqual([iteration, factors], [0, { namespaces: 851 }]);
    }
  });

  it('is the latency of every add, by variant', () => {
    assert.deepEqual(
      parseAdds(added, 851),
      [76529622, 175994990, 337949990, 290398640, 302377536, 326054348].map((value, i) => ({
        ...{ metric: 'pressure_create_latency', iteration: Math.floor(i / 2), value },
        factors: { variant: i % 2 === 0 ? 'upstream' : 'control', namespaces: 851 },
      })),
    );
    valuesOf(parseAdds(added, 851));
  });

  it('takes no latency of another number of namespaces than were made', () => {
    assert.throws(() => parseAdds(added, 850), /^Error: add 0 at 850 met 851 namespaces$/);
  });

  it('is the end beside the last latencies, or instead of memory', () => {
    assert.deepEqual(parseAdds(ended, 851), [...parseAdds(added, 851), end]);
    const reason = 'the filler failed with 21808 kB available';
    const failed = `@@ end\n851\n${reason}\n`;
    assert.deepEqual([parseReached(failed, 884), parseAdds(failed, 884)], [[end], [end]]);
    assert.deepEqual(parseEnd(failed), { namespaces: 851, reason });
    assert.throws(() => parseEnd('@@ end\nfailed\n'), /without a count: "failed"/);
  });

  it('is nothing after the end', () => {
    const stopped = `@@ stopped\n${REASON}\n`;
    for (const parse of [parseReached, parseAdds, endAttachments]) assert.deepEqual(parse(stopped, 884), []);
  });

  it('shows why it ended, once', () => {
    assert.deepEqual(endAttachments(added), []);
    const [shown] = endAttachments(ended);
    assert.deepEqual(shown?.kind === 'table' && shown.rows, [['851', REASON]]);
  });

  it('has no call graph of what did not run, or did not get through', () => {
    const graphs = ['@@ not-now\n', '@@ failed\nno memory\n', '@@ stacks\n'].map(hasGraph);
    assert.deepEqual(graphs, [false, false, true]);
    assert.throws(() => hasGraph('@@ plain\n'), /no section "@@ stacks"/);
  });

  it('says how many namespaces the kernel allows, if it says', () => {
    assert.deepEqual(valuesOf(parseLimit('@@ limit\n835\n')), { namespaces_allowed: 835 });
    assert.deepEqual(parseLimit('@@ limit\n'), []);
  });
});

describe('the pressure pass', () => {
  it('goes to more namespaces than fit, by even levels known beforehand', () => {
    const trials = allTrialsOf(scenario).filter(({ pass }) => pass === 'pressure');
    assert.ok(trials.length > 0);
    for (const { levels, memoryMb } of trials) {
      assert.deepEqual(levels, pressureLevels(memoryMb));
      assert.ok(levels.at(-1)! * 190 > memoryMb * 1024 - 190);
      const gaps = levels.map((level, i) => level - (levels[i - 1] ?? 0));
      assert.ok(Math.max(...gaps) - Math.min(...gaps) <= 1);
    }
  });

  it('says at its death how far it came', () => {
    const pass = scenario.passes?.find(({ name }) => name === 'pressure');
    assert.deepEqual(pass?.crashExpected?.(851), [end]);
  });
});
