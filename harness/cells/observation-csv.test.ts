import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Observation } from '../types.js';
import { isName } from './observation-columns.js';
import { observationCsv, observationHeader, observationLines } from './observation-csv.js';
import { parseObservations } from './observation-parse.js';

const one: Observation = {
  run: 'r1',
  trial: 'netns-create.exact.k6.1.p2.b1',
  block: 1,
  boot: 1,
  lane: 'exact',
  scenario: 'netns-create',
  kernel: '6.1',
  possibleCpus: 2,
  memoryMb: 2048,
  namespaces: 0,
  variant: 'iproute2-4.3.0',
  metric: 'create_latency',
  unit: 'ns',
  iteration: 3,
  value: 2580123.5,
};

const text = fc.string({ minLength: 1, unit: 'grapheme' }).filter(isName);
const integer = fc.nat();
const observation = fc.record(
  {
    run: text,
    trial: text,
    block: integer,
    boot: integer,
    lane: fc.constantFrom('exact', 'real'),
    scenario: text,
    kernel: text,
    possibleCpus: integer,
    memoryMb: integer,
    namespaces: integer,
    rules: integer,
    variant: text,
    runEstimation: fc.constantFrom(0, 1),
    path: text,
    metric: text,
    unit: fc.constantFrom('ns', 'kB', 'count', 'share', 'ratio'),
    iteration: integer,
    // String(-0) is "0", and no measurement tells the two apart.
    value: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((v) => !Object.is(v, -0)),
  },
  {
    requiredKeys: [
      'run',
      'trial',
      'block',
      'boot',
      'lane',
      'scenario',
      'kernel',
      'possibleCpus',
      'memoryMb',
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
      observationCsv([one]),
      'run,trial,block,boot,lane,scenario,kernel,possible_cpus,memory_mb,namespaces,rules,variant,' +
        'run_estimation,path,mitigation,condition,creators,metric,unit,iteration,value\n' +
        'r1,netns-create.exact.k6.1.p2.b1,1,1,exact,netns-create,6.1,2,2048,0,,iproute2-4.3.0,,,,,,' +
        'create_latency,ns,3,2580123.5\n',
    );
  });

  it('reads back what was written, in any chunks', () => {
    fc.assert(
      fc.property(fc.array(observation), fc.array(observation), (first, second) => {
        const csv = observationHeader() + observationLines(first) + observationLines(second);
        assert.deepEqual(parseObservations(csv), [...first, ...second]);
      }),
    );
  });

  it('refuses to write what could not be read back', () => {
    assert.throws(() => observationLines([{ ...one, value: Number.NaN }]), /create_latency.*value is "NaN"/);
    for (const variant of ['', ' ', 'a,b', 'a"b', 'a\nb', 'a\u001b[2J', '=1+1', '-x', '@x']) {
      assert.throws(() => observationLines([{ ...one, variant }]), /variant is "/);
      // An empty field is a factor that does not apply.
      if (variant === '') continue;
      const csv = observationCsv([one]).replace('iproute2-4.3.0', variant);
      assert.throws(() => parseObservations(csv), /line [23]: /);
    }
  });
});

describe('parseObservations', () => {
  it('accepts a byte order mark and Windows line ends', () => {
    const csv = `\uFEFF${observationCsv([one]).replaceAll('\n', '\r\n')}`;
    assert.deepEqual(parseObservations(csv), [one]);
  });

  it('reads a file that was written before the last factors came', () => {
    const now = observationCsv([one]);
    const earlier = now.replace(',mitigation,condition,creators', '').replace(',,,,,,create', ',,,create');
    assert.notEqual(earlier, now);
    assert.deepEqual(parseObservations(earlier), [one]);
  });

  it('refuses another header', () => {
    assert.throws(() => parseObservations(''), /no header; expected "run,trial/);
    assert.throws(() => parseObservations('run,value\nr1,3\n'), /header "run,value"; expected "run,trial/);
  });

  it('refuses damaged lines and says where', () => {
    const csv = observationCsv([one, one]);
    assert.throws(() => parseObservations(csv.slice(0, -1)), /cut short/);
    assert.throws(() => parseObservations(csv.replace(/,3,2580123.5\n$/, '\n')), /line 3: 19 fields/);
    assert.throws(
      () => parseObservations(csv.replace('2580123.5', 'fast')),
      /line 2: value cannot be "fast"/,
    );
    assert.throws(() => parseObservations(csv.replace('2580123.5', '')), /line 2: value cannot be ""/);
    assert.throws(() => parseObservations(csv.replace('exact,', 'fuzzy,')), /line 2: lane cannot be "fuzzy"/);
  });

  it('carries 200,000 rows', function () {
    this.timeout(20_000);
    const rows = Array.from({ length: 200_000 }, (_, iteration) => ({ ...one, iteration }));
    assert.equal(parseObservations(observationCsv(rows)).at(-1)!.iteration, 199_999);
  });
});
