import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Clock, Pass, Profile, Scenario, StateFactor, Trial } from '../types.js';
import { BOOTS, countTrials, type PlanRequest, planTrials } from './plan.js';

const variant = (name: string) => ({ name }) as Scenario['variants'][number];

const state = (name: string, levels: number[], byProfile = {}): StateFactor => ({
  ...{ name, title: '', kind: 'amount', scope: 'state', levels, byProfile },
});

const scenario = (more: Partial<Scenario> = {}): Scenario => ({
  name: 'one',
  title: '',
  question: '',
  factors: [state('namespaces', [0, 500, 2000], { quick: { wall: [0, 2000] } })],
  metrics: [],
  variants: [variant('stock'), variant('upstream')],
  possibleCpus: { instructions: [2, 80], wall: [32] },
  memoryMb: 2048,
  iterations: { smoke: 1, quick: 3, standard: 5, paper: 7 },
  kernelArguments: [],
  steps: () => [],
  estimateS: ({ levels }) => levels.length * 10,
  claims: [],
  comparisons: [],
  scalings: [],
  jitters: [],
  tables: [],
  figures: [],
  ...more,
});

const two = scenario({ name: 'two', factors: [state('rules', [9, 1])], variants: [] });

const base: PlanRequest = {
  scenarios: [scenario()],
  profile: 'standard',
  clocks: ['instructions', 'wall'],
  kernels: ['6.1'],
  seed: 1,
};

const plan = (more: Partial<PlanRequest> = {}) =>
  planTrials({
    scenarios: [scenario()],
    profile: 'quick',
    clocks: ['instructions', 'wall'],
    kernels: ['6.1'],
    seed: 1,
    ...more,
  });

/** What a boot is of: everything of its id but the boot. */
const treatment = ({ id }: Trial): string => id.replace(/\.b\d+$/, '');

const requests = fc.record(
  {
    scenarios: fc.constantFrom<Scenario[][]>([scenario()], [two], [scenario(), two]),
    profile: fc.constantFrom<Profile>('quick', 'standard', 'paper'),
    clocks: fc.constantFrom<Clock[]>(
      ['instructions'],
      ['wall'],
      ['instructions', 'wall'],
      ['wall', 'instructions'],
    ),
    kernels: fc.uniqueArray(fc.constantFrom('6.1', '6.12', 'mine'), { minLength: 1 }),
    seed: fc.nat(),
    levels: fc.option(fc.record({ namespaces: fc.array(fc.nat(5000), { minLength: 1 }) }), {
      nil: undefined,
    }),
    boots: fc.constantFrom<PlanRequest['boots']>(undefined, 1, 6, { wall: 3 }, { instructions: 1, wall: 2 }),
    possibleCpus: fc.option(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 3 }), {
      nil: undefined,
    }),
  },
  { noNullPrototype: true },
);
const anyRequest = (check: (request: PlanRequest) => void) => fc.assert(fc.property(requests, check));

const noBoots = { instructions: 0, wall: 0 };

const pass = (more: Partial<Pass> = {}): Pass => ({
  name: 'diagnosis',
  title: '',
  boots: {
    smoke: noBoots,
    quick: noBoots,
    standard: { instructions: 1, wall: 2 },
    paper: { instructions: 1, wall: 3 },
  },
  steps: () => [],
  estimateS: () => 5,
  ...more,
});

describe('passes', () => {
  const asking = scenario({
    passes: [pass({ levels: (levels) => levels.slice(-1), possibleCpus: ([one]) => [one!] })],
  });

  it('come after the timed boots of their clock, and leave those as they are', () => {
    const { trials } = plan({ scenarios: [asking], profile: 'standard', boots: 2 });
    const { trials: without } = plan({ profile: 'standard', boots: 2 });
    const ofClock = (clock: Clock) =>
      trials.filter((trial) => trial.clock === clock).map(({ pass: of }) => of);
    assert.deepEqual(ofClock('instructions'), [
      undefined,
      undefined,
      undefined,
      undefined,
      'diagnosis',
      'diagnosis',
    ]);
    const plain = (some: Trial[]) => some.map(({ index, ...trial }) => trial);
    assert.deepEqual(plain(trials.filter(({ pass: of }) => of === undefined)), plain(without));
  });

  it('have boots, levels and possible CPUs of their own', () => {
    const { trials } = plan({ scenarios: [asking], profile: 'standard' });
    const others = trials.filter(({ pass: of }) => of === 'diagnosis');
    assert.deepEqual(
      others.map(({ id }) => id),
      [
        'one.instructions.k6.1.p2.diagnosis.b1',
        'one.wall.k6.1.p32.diagnosis.b1',
        'one.wall.k6.1.p32.diagnosis.b2',
      ],
    );
    for (const { levels, estimateS } of others) assert.deepEqual([levels, estimateS], [[2000], 5]);
  });

  it('are left out where the profile has none, and have one boot when asked for by name', () => {
    assert.ok(plan({ scenarios: [asking] }).trials.every(({ pass: of }) => of === undefined));
    const { trials } = plan({ scenarios: [asking], passes: ['diagnosis'] });
    assert.deepEqual(
      trials.map(({ id }) => id),
      ['one.instructions.k6.1.p2.diagnosis.b1', 'one.wall.k6.1.p32.diagnosis.b1'],
    );
    assert.deepEqual(plan({ passes: ['pressure'] }).trials, []);
  });

  it('have levels by the memory of their machine', () => {
    const filling = scenario({ passes: [pass({ levels: (_, memoryMb) => [memoryMb / 2] })] });
    const { trials } = plan({
      scenarios: [filling],
      passes: ['diagnosis'],
      clocks: ['wall'],
      memoryMb: [512, 64],
    });
    assert.deepEqual(
      new Set(trials.map(({ memoryMb, levels }) => `${memoryMb}: ${levels}`)),
      new Set(['64: 32', '512: 256']),
    );
  });

  it('boot once more under another PID 1, but not a machine of the user’s own', () => {
    const of = (more: Partial<PlanRequest>) =>
      plan({
        scenarios: [scenario({ passes: [pass({ inits: ['script', 'systemd'] })] })],
        ...{ passes: ['diagnosis'], clocks: ['wall'], ...more },
      }).trials.map(({ id, init }) => [id, init]);
    assert.deepEqual(of({}).sort(), [
      ['one.wall.k6.1.p32.diagnosis.b1', undefined],
      ['one.wall.k6.1.p32.diagnosis.systemd.b1', 'systemd'],
    ]);
    assert.deepEqual(
      of({ installedMachine: true }).map(([, init]) => init),
      [undefined],
    );
  });

  it('leave a machine of the user’s own alone when it might die', () => {
    const ofOwn = (one: Parameters<typeof pass>[0]) =>
      plan({ scenarios: [scenario({ passes: [pass(one)] })], passes: ['diagnosis'], installedMachine: true })
        .trials;
    assert.deepEqual(ofOwn({ crashExpected: () => [] }), []);
    assert.ok(ofOwn({}).length > 0);
  });
});

describe('memory', () => {
  it("is a factor of the machine; what is not the scenario's own is in the name of the trial", () => {
    const { trials } = plan({ clocks: ['wall'], boots: 1, memoryMb: [2048, 512] });
    assert.deepEqual(trials.map(({ id, memoryMb }) => [id, memoryMb]).sort(), [
      ['one.wall.k6.1.p32.b1', 2048],
      ['one.wall.k6.1.p32.m512.b1', 512],
    ]);
  });
});

describe('countTrials', () => {
  it('says how many trials there will be, at most', () => {
    anyRequest((request) => assert.equal(countTrials(request), planTrials(request).trials.length));
    const empty = { ...base, scenarios: [scenario({ passes: [pass({ levels: () => [] })] })] };
    assert.equal(countTrials(empty), planTrials(empty).trials.length + 4);
  });
});

describe('planTrials', () => {
  it('gives every trial a name of its own and a place from 0', () => {
    anyRequest((request) => {
      const { trials } = planTrials(request);
      assert.equal(new Set(trials.map(({ id }) => id)).size, trials.length);
      assert.deepEqual(
        trials.map(({ index }) => index),
        trials.map((_, i) => i),
      );
    });
  });

  it('lets levels ascend, each once', () => {
    anyRequest((request) => {
      for (const { levels } of planTrials(request).trials) {
        assert.ok(
          levels.length > 0 && levels.every((level, i) => i === 0 || level > levels[i - 1]!),
          levels.join(),
        );
      }
    });
  });

  it('gives every machine treatment each boot once, and block n all their boots n', () => {
    anyRequest((request) => {
      const { trials } = planTrials(request);
      for (const clock of ['instructions', 'wall'] as const) {
        const ours = trials.filter((trial) => trial.clock === clock);
        const treatments = new Set(ours.map(treatment));
        const said = typeof request.boots === 'object' ? request.boots[clock] : request.boots;
        const boots = request.clocks.includes(clock) ? (said ?? BOOTS[request.profile][clock]) : 0;
        assert.equal(ours.length, treatments.size * boots);
        for (let n = 1; n <= boots; n++) {
          const block = ours.slice((n - 1) * treatments.size, n * treatments.size);
          assert.deepEqual(new Set(block.map(treatment)), treatments);
          assert.ok(
            block.every((trial) => trial.block === n && trial.boot === n && trial.id.endsWith(`.b${n}`)),
          );
        }
      }
    });
  });

  it('puts the instruction clock first, with one CPU online, and knows no more CPUs online than possible', () => {
    anyRequest((request) => {
      const { trials } = planTrials(request);
      const clocks = trials.map(({ clock }) => clock);
      assert.deepEqual(clocks, [...clocks].sort());
      for (const { clock, cpus, possibleCpus, id } of trials) {
        assert.equal(cpus, clock === 'instructions' ? 1 : 2);
        assert.ok(possibleCpus >= cpus);
        assert.match(id, new RegExp(`\\.p${possibleCpus}\\.b`), 'the name says what the machine has');
      }
    });
  });

  it('gives the same plan again, and another order for another seed', () => {
    anyRequest((request) => assert.deepEqual(planTrials(request), planTrials(request)));
    const order = (seed: number) =>
      plan({ seed, kernels: ['5.10', '6.1', '6.12'], boots: 3 })
        .trials.map(({ id }) => id)
        .join();
    assert.equal(new Set([1, 2, 3, 4, 5].map(order)).size, 5);
  });

  it('lets instruction-clock boots share their seed, so that they agree, and wall-clock boots not', () => {
    anyRequest((request) => {
      const byTreatment = new Map<string, Trial[]>();
      for (const trial of planTrials(request).trials) {
        byTreatment.set(treatment(trial), [...(byTreatment.get(treatment(trial)) ?? []), trial]);
      }
      for (const boots of byTreatment.values()) {
        const seeds = new Set(boots.map(({ seed }) => seed));
        assert.equal(seeds.size, boots[0]?.clock === 'instructions' ? 1 : boots.length);
      }
    });
  });

  it('thins the levels of quick wall-clock trials, but takes what was asked for', () => {
    const levelsOf = (more: Partial<PlanRequest>, clock: Clock) =>
      plan(more).trials.find((trial) => trial.clock === clock)?.levels;
    assert.deepEqual(levelsOf({}, 'wall'), [0, 2000]);
    assert.deepEqual(levelsOf({}, 'instructions'), [0, 500, 2000]);
    assert.deepEqual(levelsOf({ profile: 'standard' }, 'wall'), [0, 500, 2000]);
    assert.deepEqual(levelsOf({ levels: { namespaces: [7, 3, 7] } }, 'wall'), [3, 7]);
    assert.deepEqual(levelsOf({ scenarios: [two], levels: { namespaces: [7] } }, 'wall'), [1, 9]);
  });

  it('makes a boot of each level of a machine factor, and tells its trials the levels of treatments', () => {
    const own = scenario({
      factors: [
        state('rules', [1, 2]),
        { name: 'mtu', title: 'MTU', kind: 'amount', scope: 'machine', levels: [1500, 9000] },
        { name: 'method', title: 'method', kind: 'text', scope: 'treatment', levels: ['chain', 'set'] },
      ],
    });
    const asked = { scenarios: [own], clocks: ['wall' as const], boots: 1 };
    const { trials } = plan(asked);
    assert.deepEqual(
      trials.map(({ id, machine, treatments }) => [id, machine, treatments]).sort(),
      [1500, 9000].map((mtu) => [`one.wall.k6.1.p32.mtu-${mtu}.b1`, { mtu }, { method: ['chain', 'set'] }]),
    );
    const some = plan({ ...asked, levels: { mtu: [9000], method: ['set'] } }).trials;
    assert.deepEqual(
      some.map(({ machine, treatments }) => [machine, treatments]),
      [[{ mtu: 9000 }, { method: ['set'] }]],
    );
    assert.equal(countTrials({ ...base, ...asked }), 2);
  });

  it('stays low under smoke, in both clocks', () => {
    const low = scenario({
      factors: [state('namespaces', [0, 500], { smoke: [20, 0] })],
    });
    const levels = (more: Partial<PlanRequest>) =>
      plan({ scenarios: [low], profile: 'smoke', possibleCpus: [2], ...more }).trials.map((trial) =>
        trial.levels.join(),
      );
    assert.deepEqual(levels({}), ['0,20', '0,20']);
    assert.deepEqual(levels({ levels: { namespaces: [7] } }), ['7', '7']);
  });

  it('takes a machine of the user’s own as it is, without a number that nobody has looked up', () => {
    const { trials } = plan({
      installedMachine: true,
      clocks: ['wall'],
      boots: 2,
      kernels: ['installed'],
      possibleCpus: [80],
    });
    assert.deepEqual(
      trials.map(({ id }) => id),
      ['one.wall.kinstalled.p0.b1', 'one.wall.kinstalled.p0.b2'],
    );
    for (const { kernel, cpus, possibleCpus, memoryMb } of trials) {
      assert.deepEqual([kernel, cpus, possibleCpus, memoryMb], ['installed', 0, 0, 0]);
    }
  });

  it('takes variants that the scenario has, in its own order, and the profile’s iterations', () => {
    const [trial] = plan({ variants: ['upstream', 'nonsense', 'stock'] }).trials;
    assert.deepEqual([trial?.variants, trial?.iterations], [['stock', 'upstream'], 3]);
    assert.deepEqual(plan({ variants: ['upstream'], iterations: 9 }).trials[0]?.variants, ['upstream']);
    assert.equal(plan({ iterations: 9, profile: 'paper' }).trials[0]?.iterations, 9);
    assert.equal(plan({ profile: 'paper' }).trials[0]?.iterations, 7);
  });

  it('makes one machine of two counts of CPUs that come to the same', () => {
    const ids = plan({ clocks: ['wall'], boots: 1, possibleCpus: [2, 1, 2] }).trials.map(({ id }) => id);
    assert.deepEqual(ids, ['one.wall.k6.1.p2.b1']);
  });

  it('sums the estimates up', () => {
    assert.equal(plan({ boots: 1 }).estimateS, 30 + 30 + 20);
  });
});
