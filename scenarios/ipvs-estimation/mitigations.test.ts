import assert from 'node:assert/strict';
import { MITIGATIONS } from './mitigations.js';
import { parseRates, parseTreated } from './parse.js';
import { fixture, valuesOf } from './readings.testing.js';

/** Recorded in guests of the instruction clock with 10,000 rules: livepatch on kernel 6.1, est_nice on 6.12. */
const treated = (mitigation: string) =>
  valuesOf(parseTreated(fixture(`exact-${mitigation}-at-10000`), mitigation, 10_000, 'same'), {
    ...{ mitigation, run_estimation: 'on' },
  });

describe('a probe under a mitigation', () => {
  it('has no late packet under the livepatch, and no rate either', () => {
    const { probe_latency, probe_late_share, probe_latency_max, service_rate, ...more } =
      treated('livepatch');
    assert.ok(probe_latency!.length > 5000 && probe_latency_max![0]! < 100_000);
    assert.deepEqual([probe_late_share, service_rate], [[0], [0]]);
    assert.equal(more.estimation_thread_share, undefined);
  });

  it('keeps its rates where threads estimate, at a price in CPU time', () => {
    const { probe_latency, service_rate, estimation_thread_share } = treated('est-nice');
    assert.ok(probe_latency!.length > 5000);
    assert.deepEqual(service_rate, [26]);
    assert.ok(estimation_thread_share![0]! > 0.0001 && estimation_thread_share![0]! < 0.01);
  });

  it('is nothing where the kernel does not have it', () => {
    assert.deepEqual(parseTreated('@@ mitigation\nabsent\n', 'livepatch', 10_000, 'same'), []);
    assert.throws(() => parseTreated('@@ mitigation\n', 'livepatch', 10_000, 'same'), /livepatch is/);
  });

  it('asks for the livepatch last: the timer does not come back', () => {
    assert.equal(MITIGATIONS.at(-1), 'livepatch');
  });

  it('refuses rates without the service', () => {
    assert.throws(
      () => parseRates('IP Virtual Server version 1.2.1 (size=4096)\n'),
      /no line of the service/,
    );
  });
});
