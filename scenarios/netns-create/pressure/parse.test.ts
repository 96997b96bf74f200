import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { allTrialsOf } from '../../trials.testing.js';
import scenario from '../scenario.js';
import { endAttachments, graphOf, parseAdds, parseEnd, parseLimit, parseReached } from './parse.js';
import { pressureLevels } from './pass.js';

/** Recorded in guests of the wall clock, kernel 6.1: of 256 MB at the last level before it died, and of 2048 MB. */
const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/real-pressure-${name}.out`, import.meta.url), 'utf8');
const filled = fixture('fill-to-851');
const added = fixture('add-at-851');
const REASON = 'MemAvailable is 60 kB of 2048 kB, below 3 %';
const ended = `${added}@@ end\n851\n${REASON}\n`;
const end = { metric: 'pressure_end', iteration: 0, value: 851 };

describe('what pressure.sh prints', () => {
  it('is memory where the level was reached', () => {
    const values = new Map(parseReached(filled, 851).map((one) => [one.metric, one]));
    assert.deepEqual(values.get('pressure_mem_available'), {
      metric: 'pressure_mem_available',
      iteration: 0,
      value: 20176,
      factors: { namespaces: 851 },
    });
    assert.equal(values.get('pressure_mem_free')?.value, 5948);
    for (const metric of values.keys())
      assert.ok(
        scenario.metrics.some(({ name }) => name === metric),
        metric,
      );
  });

  it('is the latency of every add, by variant', () => {
    const rows = parseAdds(added, 851);
    assert.deepEqual(
      rows.map(({ factors, iteration, value }) => [factors?.variant, iteration, value]),
      [
        ['upstream', 0, 76529622],
        ['control', 0, 175994990],
        ['upstream', 1, 337949990],
        ['control', 1, 290398640],
        ['upstream', 2, 302377536],
        ['control', 2, 326054348],
      ],
    );
    assert.ok(
      rows.every(
        ({ metric, factors }) => metric === 'pressure_create_latency' && factors?.namespaces === 851,
      ),
    );
  });

  it('takes no latency of another number of namespaces than were made', () => {
    assert.throws(() => parseAdds(added, 850), /^Error: add 0 at 850 met 851 namespaces$/);
  });

  it('is the end beside the last latencies, or instead of memory', () => {
    assert.deepEqual(parseAdds(ended, 851), [...parseAdds(added, 851), end]);
    const failed = '@@ end\n851\nthe filler failed with 21808 kB available\n';
    assert.deepEqual(parseReached(failed, 884), [end]);
    assert.deepEqual(parseAdds(failed, 884), [end]);
    assert.deepEqual(parseEnd(failed), {
      namespaces: 851,
      reason: 'the filler failed with 21808 kB available',
    });
    assert.throws(() => parseEnd('@@ end\nfailed\n'), /without a count: "failed"/);
  });

  it('is nothing after the end', () => {
    const stopped = `@@ stopped\n${REASON}\n`;
    assert.deepEqual(
      [parseReached(stopped, 884), parseAdds(stopped, 884), endAttachments(stopped)],
      [[], [], []],
    );
  });

  it('shows why it ended, once', () => {
    assert.deepEqual(endAttachments(added), []);
    const [shown] = endAttachments(ended);
    assert.deepEqual(shown?.kind === 'table' && shown.rows, [['851', REASON]]);
  });

  it('has no call graph of what did not run, or did not get through', () => {
    assert.equal(graphOf('@@ not-now\n'), undefined);
    assert.equal(graphOf('@@ failed\nno memory\n'), undefined);
    assert.equal(graphOf('@@ stacks\n'), '@@ stacks\n');
    assert.throws(() => graphOf('@@ plain\n'), /no section "@@ stacks"/);
  });

  it('says how many namespaces the kernel allows, if it says', () => {
    assert.deepEqual(parseLimit('@@ limit\n835\n'), [
      { metric: 'namespaces_allowed', iteration: 0, value: 835 },
    ]);
    assert.deepEqual(parseLimit('@@ limit\n'), []);
  });
});

describe('the pressure pass', () => {
  const trials = allTrialsOf(scenario).filter(({ pass }) => pass === 'pressure');

  it('goes to more namespaces than fit, by even levels known beforehand', () => {
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

  it('has no state but that of pressure: no metric of the timed trials', () => {
    const metrics = parseReached(filled, 851).map(({ metric }) => metric);
    assert.deepEqual(
      metrics.filter((metric) => !metric.startsWith('pressure_')),
      [],
    );
  });
});
