import assert from 'node:assert/strict';
import { EXIT, Failure } from '../../failure.js';
import type { Scenario, ScenarioFactor } from '../../types.js';
import { requestedLevels } from './requested-levels.js';
import { planOfSettings } from './resolve-plan.js';

const FACTORS: ScenarioFactor[] = [
  { name: 'rules', title: 'rules', kind: 'amount', scope: 'state', levels: [0, 10] },
  { name: 'method', title: 'method', kind: 'text', scope: 'treatment', levels: ['chain', 'set'] },
  { name: 'path', title: 'path', kind: 'text', scope: 'treatment' },
  { name: 'mtu', title: 'MTU', kind: 'amount', scope: 'machine', levels: [1500, 9000] },
];
const scenario = (name: string, factors = FACTORS) => ({ name, factors }) as Scenario;

describe('requestedLevels', () => {
  const of = (asked: Parameters<typeof requestedLevels>[0], ...scenarios: Scenario[]) =>
    requestedLevels(asked, scenarios.length > 0 ? scenarios : [scenario('one')]);

  it('gives levels of every scope by name, and of the only state without one', () => {
    assert.equal(of({}), undefined);
    assert.deepEqual(of({ levels: [0, 5] }), { rules: [0, 5] });
    assert.deepEqual(of({ levels: { mtu: [1400] }, treatments: { method: ['set'] } }), {
      mtu: [1400],
      method: ['set'],
    });
  });

  it('refuses a factor of another scope, one that is not there, and a level that can’t be', () => {
    const cases: [Parameters<typeof of>[0], RegExp][] = [
      [{ levels: { method: ['set'] } }, /"method" is not a factor that grows or needs a boot/],
      [{ treatments: { rules: [1] } }, /"rules" is not a treatment with levels/],
      // Its steps alone know its levels.
      [{ treatments: { path: ['away'] } }, /"path" is not a treatment with levels/],
      [{ treatments: { method: ['tree'] } }, /method has no level "tree"/],
      [{ treatments: { method: [] } }, /no levels of method/],
      [{ levels: { rules: ['many'] } }, /--levels rules takes whole numbers/],
    ];
    for (const [asked, words] of cases) assert.throws(() => of(asked), words, JSON.stringify(asked));
  });

  it('asks of which factor where scenarios have several', () => {
    const other = scenario('two', [{ ...FACTORS[0]!, name: 'namespaces' } as ScenarioFactor]);
    assert.throws(
      () => of({ levels: [1] }, scenario('one'), other),
      /of which factor\? .*rules and namespaces/,
    );
    assert.deepEqual(of({ levels: { namespaces: [1] } }, scenario('one'), other), { namespaces: [1] });
  });
});

describe('planOfSettings', () => {
  it('refuses scenarios that mean an amount and a text by one name, before anything is made', () => {
    const text = { ...FACTORS[0]!, name: 'rules', kind: 'text', scope: 'treatment' } as ScenarioFactor;
    const two = [
      scenario('one'),
      scenario('two', [{ ...FACTORS[0]!, name: 'files' } as ScenarioFactor, text]),
    ];
    assert.throws(
      () => planOfSettings({}, { scenarios: two, kernels: ['6.1'], own: false }),
      (error) =>
        error instanceof Failure &&
        error.details.exit === EXIT.usage &&
        /"rules" is of kind/.test(error.message),
    );
  });
});
