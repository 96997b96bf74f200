import assert from 'node:assert/strict';
import type { SummaryRow } from '../cells/summary-row.js';
import { AGREEMENT_LIMIT, exactAgreement } from './agreement.js';

function row(bootMedians: number[], more: Partial<SummaryRow> = {}): SummaryRow {
  return {
    clock: 'instructions',
    scenario: 'netns-create',
    kernel: '6.1',
    possibleCpus: 2,
    memoryMb: 2048,
    factors: { namespaces: 500 },
    metric: 'create_latency',
    unit: 'ns',
    boots: bootMedians.length,
    iterations: bootMedians.length,
    median: bootMedians[0]!,
    interval: { kind: 'insufficient', need: 6 },
    min: Math.min(...bootMedians),
    max: Math.max(...bootMedians),
    samples: bootMedians.map((median, i) => ({
      ...{ run: 'r', trial: `t${i}`, block: i + 1, boot: i + 1, iterations: [0], values: [median], median },
    })),
    ...more,
  };
}

/** No trial took the mirrored order. */
const NONE = new Set<string>();

describe('exactAgreement', () => {
  it('finds the cell whose boots differ most', () => {
    const rows = [row([1000, 999]), row([1000, 996], { factors: { namespaces: 2000 } }), row([1000, 1000])];
    const { times, notice, compared } = exactAgreement(rows, [], NONE);
    assert.equal(times.repeated!.difference, 0.004);
    assert.equal(times.repeated!.cell.factors.namespaces, 2000);
    assert.equal(notice, null);
    assert.deepEqual(
      compared.map(({ metric, cells }) => [metric, cells]),
      [['create_latency', 3]],
    );
  });

  it('warns above the limit and names the cell', () => {
    const { notice } = exactAgreement([row([1000, 990])], [], NONE);
    assert.equal(notice!.severity, 'warning');
    assert.equal(
      notice!.text,
      'instruction-clock cells differ by up to 1.00 % between boots: netns-create, create_latency, instruction clock, kernel 6.1, ' +
        '2 possible CPUs, memory 2,048 MB, 500 namespaces (limit 0.500 %)',
    );
    assert.equal(exactAgreement([row([1000, 1000 * (1 - AGREEMENT_LIMIT)])], [], NONE).notice, null);
  });

  it('counts neither the wall clock nor single boots', () => {
    const agreement = exactAgreement([row([1, 9], { clock: 'wall' }), row([5])], [], NONE);
    assert.deepEqual(agreement, {
      times: { repeated: null, mirrored: null },
      compared: [],
      excluded: [],
      notice: null,
    });
  });

  it('reports other units apart and never warns of them', () => {
    const agreement = exactAgreement(
      [row([10, 20], { metric: 'slab', unit: 'kB' }), row([1000, 999])],
      [],
      NONE,
    );
    assert.equal(agreement.times.repeated!.difference, 0.001);
    assert.deepEqual(
      agreement.compared.map(({ metric, repeated }) => [metric, repeated!.unit, repeated!.difference]),
      [
        ['slab', 'kB', 0.5],
        ['create_latency', 'ns', 0.001],
      ],
    );
    assert.equal(agreement.notice, null);
  });

  it('leaves raw packets out, and says so', () => {
    const rows = [
      row([1, 9], { metric: 'probe_latency' }),
      row([1000, 999], { metric: 'probe_latency_p50' }),
    ];
    const agreement = exactAgreement(rows, [{ name: 'probe_latency', nondeterministic: true }], NONE);
    assert.deepEqual(
      [agreement.compared.map(({ metric }) => metric), agreement.excluded],
      [['probe_latency_p50'], ['probe_latency']],
    );
    assert.equal(agreement.times.repeated!.difference, 0.001);
    assert.equal(exactAgreement(rows, [], NONE).times.repeated!.cell.metric, 'probe_latency');
  });

  it('leaves out the cells alone that chance decides', () => {
    const chance = [{ name: 'walk_time', nondeterministic: { variant: 'set' } }] as const;
    const rows = [
      row([1, 9], { metric: 'walk_time', factors: { variant: 'set' } }),
      row([1000, 999], { metric: 'walk_time', factors: { variant: 'chain' } }),
    ];
    const { times, compared, excluded } = exactAgreement(rows, chance, NONE);
    assert.equal(times.repeated!.difference, 0.001);
    assert.deepEqual([compared.map(({ cells }) => cells), excluded], [[1], ['walk_time']]);
  });

  it('tells what the order does from what does not repeat', () => {
    const cells = [
      row([1000, 1100, 1001, 1101]),
      row([1000, 1000, 1000, 1000], { metric: 'delete_latency' }),
    ];
    const { times, compared, notice } = exactAgreement(cells, [], new Set(['t1', 't3']));
    assert.equal(times.repeated!.difference, 1 / 1001);
    assert.equal(times.mirrored!.difference, 100 / 1100.5);
    assert.deepEqual(
      compared.map(({ mirrored }) => mirrored!.difference > 0),
      [true, false],
    );
    assert.equal(notice!.severity, 'info');
    assert.match(
      notice!.text,
      /^place in the order of treatments changes instruction-clock times by up to 9\.09 %: /,
    );
  });

  it('knows nothing of repeating from one boot of each order, and of the order from boots of one', () => {
    const both = exactAgreement([row([1000, 1001])], [], new Set(['t1'])).times;
    assert.deepEqual([both.repeated, both.mirrored!.difference], [null, 1 / 1001]);
    assert.equal(exactAgreement([row([1000, 1001])], [], NONE).times.mirrored, null);
  });
});
