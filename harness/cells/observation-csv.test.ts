import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Observation } from '../types.js';
import { declaredFactors } from './declared-factors.js';
import { isName } from './observation-columns.js';
import { observationCsv, observationHeader, observationLines } from './observation-csv.js';
import { observationReader, parseObservations } from './observation-parse.js';
import { DECLARED } from './rows.testing.js';

const one: Observation = {
  run: 'r1',
  trial: 'netns-create.instructions.k6.1.p2.b1',
  block: 1,
  boot: 1,
  clock: 'instructions',
  scenario: 'netns-create',
  kernel: '6.1',
  possibleCpus: 2,
  memoryMb: 2048,
  factors: { namespaces: 0, variant: 'iproute2-4.3.0' },
  metric: 'create_latency',
  unit: 'ns',
  iteration: 3,
  value: 2580123.5,
};

/** The rows that are whole. */
function readEach(lines: string): Observation[] {
  const read: Observation[] = [];
  const reader = observationReader(
    DECLARED,
    (row) => read.push(row),
    () => undefined,
  );
  reader.add(observationHeader(DECLARED) + lines);
  reader.end();
  return read;
}

const text = fc.string({ minLength: 1, unit: 'grapheme' }).filter(isName);
const integer = fc.nat();
// String(-0) is "0", and no measurement tells the two apart.
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((v) => !Object.is(v, -0));
const observation = fc.record(
  {
    run: text,
    trial: text,
    block: integer,
    boot: integer,
    clock: fc.constantFrom('instructions', 'wall'),
    scenario: text,
    kernel: text,
    possibleCpus: integer,
    memoryMb: integer,
    factors: fc.record(
      { namespaces: integer, rules: integer, variant: text, path: text },
      { requiredKeys: [], noNullPrototype: true },
    ),
    metric: text,
    unit: fc.constantFrom('ns', 'kB', 'count', 'share', 'ratio'),
    iteration: integer,
    value: number,
  },
  {
    requiredKeys: [
      'run',
      'trial',
      'block',
      'boot',
      'clock',
      'scenario',
      'kernel',
      'possibleCpus',
      'memoryMb',
      'factors',
      'metric',
      'unit',
      'iteration',
      'value',
    ],
    noNullPrototype: true,
  },
) as fc.Arbitrary<Observation>;

describe('observationCsv', () => {
  it('writes the agreed columns, absent factors empty', () => {
    assert.equal(
      observationCsv([one], DECLARED),
      'run,trial,block,boot,clock,scenario,kernel,possible_cpus,memory_mb,namespaces,rules,variant,' +
        'run_estimation,path,mitigation,metric,unit,iteration,value\n' +
        'r1,netns-create.instructions.k6.1.p2.b1,1,1,instructions,netns-create,6.1,2,2048,0,,iproute2-4.3.0,,,,' +
        'create_latency,ns,3,2580123.5\n',
    );
  });

  it('reads back what was written, in one piece or two', () => {
    fc.assert(
      fc.property(fc.array(observation), fc.array(observation), (first, second) => {
        const csv =
          observationHeader(DECLARED) +
          observationLines(first, DECLARED) +
          observationLines(second, DECLARED);
        assert.deepEqual(parseObservations(csv, DECLARED), [...first, ...second]);
      }),
    );
  });

  it('reads the same from pieces of any size, iterations of one boot and others', () => {
    const iterations = fc
      .array(fc.record({ iteration: integer, value: number }))
      .map((measured) => measured.map((row) => ({ ...one, ...row })));
    const rows = fc
      .array(
        fc.oneof(
          observation.map((row) => [row]),
          iterations,
        ),
      )
      .map((all) => all.flat());
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 300 }), (measured, size) => {
        const csv = observationCsv(measured, DECLARED);
        const read: Observation[] = [];
        const reader = observationReader(DECLARED, (row) => read.push(row));
        for (let at = 0; at < csv.length; at += size) reader.add(csv.slice(at, at + size));
        reader.end();
        assert.deepEqual(read, measured);
      }),
    );
  });

  it('tells of each row that was refused, and goes on behind it', () => {
    const rows = [0, 1, 2, 3].map((iteration) => ({ ...one, iteration }));
    const read: number[] = [];
    const damaged: string[] = [];
    const reader = observationReader(
      DECLARED,
      ({ iteration }) => {
        if (iteration % 2 === 1) throw new Error(`${iteration} is odd`);
        read.push(iteration);
      },
      (record, error) => damaged.push(`${record[1]}: ${error.message}`),
    );
    reader.add(observationCsv(rows, DECLARED));
    assert.deepEqual(read, [0, 2]);
    assert.deepEqual(damaged, [`${one.trial}: 1 is odd`, `${one.trial}: 3 is odd`]);
  });

  it('reads a row behind a damaged one as if that were not there', () => {
    const damage = fc.record({
      column: fc.nat({ max: 30 }),
      field: fc.constantFrom('', '=', ' ', '-1', '1,1'),
    });
    // Of few values, so that rows share them with the damaged one before.
    const row = fc
      .record({
        variant: fc.constantFrom('a', 'b'),
        metric: fc.constantFrom('m', 'n'),
        boot: fc.nat({ max: 1 }),
      })
      .map(({ variant, metric, boot }) => ({ ...one, factors: { variant }, metric, boot }));
    const rows = fc.array(fc.record({ row, damage: fc.option(damage) }));
    fc.assert(
      fc.property(rows, (all) => {
        const lines = all.map(({ row, damage }) => {
          const fields = observationLines([row], DECLARED).trimEnd().split(',');
          if (damage !== null) fields[damage.column % fields.length] = damage.field;
          return `${fields.join()}\n`;
        });
        assert.deepEqual(
          readEach(lines.join('')),
          lines.flatMap((line) => readEach(line)),
        );
      }),
    );
  });

  it('refuses to write what could not be read back', () => {
    assert.throws(
      () => observationLines([{ ...one, value: Number.NaN }], DECLARED),
      /create_latency.*value is "NaN"/,
    );
    for (const variant of ['', ' ', 'a,b', 'a"b', 'a\nb', 'a\u001b[2J', '=1+1', '-x', '@x']) {
      assert.throws(() => observationLines([{ ...one, factors: { variant } }], DECLARED), /variant is "/);
      // An empty field is a factor that does not apply.
      if (variant === '') continue;
      const csv = observationCsv([one], DECLARED).replace('iproute2-4.3.0', variant);
      assert.throws(() => parseObservations(csv, DECLARED), /line [23]: /);
    }
  });
});

describe('parseObservations', () => {
  it('accepts a byte order mark and Windows line ends', () => {
    const csv = `\uFEFF${observationCsv([one], DECLARED).replaceAll('\n', '\r\n')}`;
    assert.deepEqual(parseObservations(csv, DECLARED), [one]);
  });

  it('refuses a factor that no scenario declares, and one that two declare of different kinds', () => {
    assert.throws(
      () => observationCsv([{ ...one, factors: { colour: 'red' } }], DECLARED),
      /no factor "colour"/,
    );
    const text = { ...DECLARED[0]!, kind: 'text' as const };
    assert.throws(
      () => declaredFactors([{ factors: DECLARED }, { factors: [text] }]),
      /kind amount .* kind text/,
    );
  });

  it('refuses another header', () => {
    assert.throws(() => parseObservations('', DECLARED), /no header; expected "run,trial/);
    assert.throws(
      () => parseObservations('run,value\nr1,3\n', DECLARED),
      /header "run,value"; expected "run,trial/,
    );
  });

  it('refuses damaged lines and says where', () => {
    const csv = observationCsv([one, one], DECLARED);
    assert.throws(() => parseObservations(csv.slice(0, -1), DECLARED), /cut short/);
    assert.throws(
      () => parseObservations(csv.replace(/,3,2580123.5\n$/, '\n'), DECLARED),
      /line 3: 17 fields/,
    );
    assert.throws(
      () => parseObservations(csv.replace('2580123.5', 'fast'), DECLARED),
      /line 2: value cannot be "fast"/,
    );
    assert.throws(
      () => parseObservations(csv.replace('2580123.5', ''), DECLARED),
      /line 2: value cannot be ""/,
    );
    assert.throws(
      () => parseObservations(csv.replace('instructions,', 'fuzzy,'), DECLARED),
      /line 2: clock cannot be "fuzzy"/,
    );
  });

  it('carries 200,000 rows', function () {
    this.timeout(20_000);
    const rows = Array.from({ length: 200_000 }, (_, iteration) => ({ ...one, iteration }));
    assert.equal(parseObservations(observationCsv(rows, DECLARED), DECLARED).at(-1)!.iteration, 199_999);
  });
});
