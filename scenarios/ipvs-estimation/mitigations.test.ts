import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { MITIGATIONS, parseRates, parseTreated } from './mitigations.js';
import scenario from './scenario.js';

/** Recorded in guests of the instruction clock with 10,000 rules: livepatch on kernel 6.1, est_nice on 6.12. */
const fixture = (name: string): string =>
  readFileSync(new URL(`./fixtures/exact-${name}-at-10000.out`, import.meta.url), 'utf8');

const RULES = 10_000;

describe('a probe under a mitigation', () => {
  for (const mitigation of ['livepatch', 'est-nice']) {
    it(`is said to be under it: ${mitigation}`, () => {
      const all = parseTreated(fixture(mitigation), mitigation, RULES, 'same');
      assert.ok(all.length > 5000);
      for (const one of all) {
        assert.deepEqual([one.factors?.mitigation, one.factors?.run_estimation], [mitigation, 'on']);
        assert.ok(
          scenario.metrics.some(({ name }) => name === one.metric),
          one.metric,
        );
      }
    });
  }

  it('has no late packet under the livepatch, and no rate either', () => {
    const all = parseTreated(fixture('livepatch'), 'livepatch', RULES, 'same');
    const value = (metric: string) => all.find((one) => one.metric === metric)?.value;
    assert.equal(value('probe_late_share'), 0);
    assert.ok((value('probe_latency_max') ?? 1e9) < 100_000);
    assert.equal(value('service_rate'), 0);
    assert.equal(value('estimation_thread_share'), undefined);
  });

  it('keeps its rates where threads estimate, at a price in CPU time', () => {
    const all = parseTreated(fixture('est-nice'), 'est-nice', RULES, 'same');
    const value = (metric: string) => all.find((one) => one.metric === metric)?.value ?? 0;
    assert.equal(value('service_rate'), 26);
    assert.ok(value('estimation_thread_share') > 0.0001 && value('estimation_thread_share') < 0.01);
  });

  it('is nothing where the kernel does not have it', () => {
    assert.deepEqual(parseTreated('@@ mitigation\nabsent\n', 'livepatch', RULES, 'same'), []);
    assert.throws(() => parseTreated('@@ mitigation\n', 'livepatch', RULES, 'same'), /livepatch is/);
  });

  it('asks for the livepatch last: the timer does not come back', () => {
    assert.equal(MITIGATIONS.at(-1), 'livepatch');
  });
});

describe('parseRates', () => {
  it('refuses a listing without the service', () => {
    assert.throws(
      () => parseRates('IP Virtual Server version 1.2.1 (size=4096)\n'),
      /no line of the service/,
    );
  });
});
