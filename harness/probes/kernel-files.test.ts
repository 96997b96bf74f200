import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { csvRows, integerOf } from './csv-rows.js';
import { memoryMeasurements } from './meminfo.js';
import { type CpuJiffies, parseProcStat, softirqShares } from './proc-stat.js';
import { parseSoftirqs } from './softirqs.js';
import { opens, parseStraceCount, totalCalls } from './strace-count.js';

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');

describe('csvRows', () => {
  it('gives rows by column under the exact header', () => {
    assert.deepEqual(csvRows('a,b\n1,2\n3,\n', ['a', 'b']), [
      { a: '1', b: '2' },
      { a: '3', b: '' },
    ]);
    assert.throws(() => csvRows('b,a\n1,2\n', ['a', 'b']), /CSV header is b,a, expected a,b/);
    for (const bad of ['1', '1,2,3', '\n1,2', 'x"y,2', '"x"y,2', '"x,2']) {
      assert.throws(() => csvRows(`a,b\n${bad}\n`, ['a', 'b']), /^Error: no CSV: /, bad);
    }
  });

  it('takes whole numbers that a double holds, nothing else', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (n) => assert.equal(integerOf(String(n), 'n'), n)));
    for (const text of ['', '1.5', '1e3', '0x1', ' 1', 'NaN', '9007199254740993']) {
      assert.throws(() => integerOf(text, 'the count'), /the count is not a whole number/);
    }
  });
});

describe('memoryMeasurements', () => {
  it('reads the five fields', () => {
    const metrics = memoryMeasurements(fixture('meminfo-6.18.txt'), 3);
    assert.deepEqual(
      metrics.map((m) => m.metric),
      ['mem_free', 'mem_available', 'slab', 's_unreclaim', 'percpu'],
    );
    for (const { iteration, value } of metrics) assert.ok(iteration === 3 && value > 0);
  });

  it('leaves Percpu out where the kernel has none, and misses the others', () => {
    const old = fixture('meminfo-4.4.txt');
    const expected = { mem_free: 1840320, mem_available: 1869172, slab: 31484, s_unreclaim: 17224 };
    assert.deepEqual(
      Object.fromEntries(memoryMeasurements(old).map(({ metric, value }) => [metric, value])),
      expected,
    );
    for (const field of ['MemFree', 'MemAvailable', 'Slab', 'SUnreclaim']) {
      const without = old.replace(new RegExp(`^${field}:`, 'm'), 'Other:');
      assert.throws(() => memoryMeasurements(without), new RegExp(`no field ${field}`));
    }
  });
});

describe('parseSoftirqs', () => {
  it('counts by name and CPU', () => {
    const counts = parseSoftirqs(fixture('softirqs-6.18.txt'));
    assert.deepEqual(counts.TIMER, { 0: 18529, 1: 19278 });
    assert.equal(Object.keys(counts).length, 10);
    assert.deepEqual(parseSoftirqs('  CPU0  CPU7\nHI: 1 2\n'), { HI: { 0: 1, 7: 2 } });
    assert.throws(() => parseSoftirqs('  CPU0  CPU1\nHI: 1\n'), /2 counts after a name expected/);
    assert.throws(() => parseSoftirqs(''), /no CPU column/);
  });
});

describe('softirqShares', () => {
  const jiffies = (numbers: number[]) => parseProcStat(`cpu0 ${numbers.join(' ')} 0 0\n`);
  const eight = fc.array(fc.nat(1e6), { minLength: 8, maxLength: 8 });

  it('reads every CPU of a real file and leaves the sum line out', () => {
    assert.deepEqual(Object.keys(parseProcStat(fixture('stat-6.18.txt'))), ['0', '1']);
    assert.throws(() => parseProcStat('cpu  1 2 3\n'), /no line of a CPU/);
    assert.throws(() => parseProcStat('cpu0 1 2 3\n'), /too few numbers/);
  });

  it('is the share of softirq in all jiffies that passed', () => {
    fc.assert(
      fc.property(eight, eight, (start, passed) => {
        fc.pre(passed.some((n) => n > 0));
        const end = start.map((n, i) => n + passed[i]!);
        const total = passed.reduce((sum, n) => sum + n, 0);
        assert.deepEqual(softirqShares(jiffies(start), jiffies(end)), {
          byCpu: { 0: passed[6]! / total },
          mean: passed[6]! / total,
        });
      }),
    );
  });

  it('averages CPUs without weights, and knows no share of no time', () => {
    const cpu = (softirq: number, idle: number): CpuJiffies => ({
      user: 0,
      nice: 0,
      system: 0,
      idle,
      iowait: 0,
      irq: 0,
      softirq,
      steal: 0,
    });
    const found = softirqShares({ 0: cpu(0, 0), 3: cpu(5, 5) }, { 0: cpu(10, 90), 3: cpu(6, 6) });
    assert.equal(found.byCpu[3], 0.5);
    assert.ok(Math.abs(found.mean - 0.3) < 1e-12);
    assert.throws(() => softirqShares({ 0: cpu(1, 1) }, { 0: cpu(1, 1) }), /no jiffy passed on cpu0/);
    assert.throws(() => softirqShares({}, { 0: cpu(1, 1) }), /cpu0 is in the later/);
  });
});

describe('parseStraceCount', () => {
  it('reads calls beside an empty and a filled errors column', () => {
    const counts = parseStraceCount(fixture('strace-count.txt'));
    assert.deepEqual([counts.read, counts.openat, counts.access, counts.execve], [15, 76, 5, 3]);
    assert.equal(totalCalls(counts), 372);
    assert.equal(opens(counts), 76);
    assert.equal(opens({ open: 4017, openat: 3 }), 4020);
  });

  it('reads the total of older versions, which has no usecs/call, after other output', () => {
    const text = `strace: Process 12 attached\n${fixture('strace-count.txt')}`;
    const old = text.replace(/^(100\.00 +0\.000000 +)0( +372)/m, '$1 $2');
    assert.notEqual(old, text);
    assert.equal(totalCalls(parseStraceCount(old)), 372);
  });

  it('does not take half a summary for a whole one', () => {
    const lines = fixture('strace-count.txt').split('\n');
    assert.throws(() => parseStraceCount(lines.slice(0, 9).join('\n')), /its total says nothing/);
    assert.throws(
      () => parseStraceCount(lines.toSpliced(4, 1).join('\n')),
      /sum up to 322, its total says 372/,
    );
    assert.throws(() => parseStraceCount('ls: nothing\n'), /no summary/);
  });
});
