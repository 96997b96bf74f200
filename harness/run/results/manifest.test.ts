import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { Failure } from '../../failure.js';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { manifest } from '../../report/fixtures/small-run.js';
import { tiny } from '../tiny.testing.js';
import { describeScenario, parseManifest, readManifest, writeManifest } from './manifest.js';

describe('manifest', () => {
  const here = sandbox();
  const refused = async (words: RegExp) =>
    assert.rejects(readManifest(here.path()), (error) => {
      assert.ok(error instanceof Failure, String(error));
      assert.equal(error.details.exit, 64);
      assert.match(error.message, words);
      assert.match(error.details.remedy ?? '', /results/);
      return true;
    });

  it('is read as it was written, and replaced whole', async () => {
    await writeManifest(here.path(), manifest);
    await writeManifest(here.path(), { ...manifest, run: 'second' });
    assert.deepEqual(await readManifest(here.path()), { ...manifest, run: 'second' });
    assert.deepEqual(
      readdirSync(here.path()).filter((name) => name.startsWith('manifest')),
      ['manifest.json'],
    );
  });

  it('is refused when it is not there, no JSON or none of this netknee', async () => {
    await refused(/manifest\.json can't be read/);
    const whole = JSON.stringify(manifest);
    for (const [text, words] of [
      [whole.slice(0, -20), /is no manifest of this netknee/],
      ['[]', /is no manifest of this netknee/],
      [whole.replace('"schema":3', '"schema":1'), /has schema 1; this netknee reads 3/],
      [whole.replace('"clock":"instructions"', '"clock":"fast"'), /plan\.trials\[0\]\.clock/],
      [whole.replace('"status":"done"', '"status":"well"'), /trials\[0\]\.status/],
    ] as const) {
      assert.notEqual(text, whole);
      writeFileSync(here.path('manifest.json'), text);
      await refused(words);
    }
  });

  it('is refused when a name in it would be a path, a line of a script or a word of a terminal', async () => {
    for (const name of [
      '../../..',
      'a/b',
      'x\ntouch /tmp/owned',
      '\u001b[2J',
      '-rf',
      '',
      'a b',
      '$(id)',
      'n'.repeat(300),
    ]) {
      const changes: [RegExp, (copy: typeof manifest) => void][] = [
        [/run/, (copy) => Object.assign(copy, { run: name })],
        [/plan\.trials\[0\]\.id/, (copy) => Object.assign(copy.plan.trials[0]!, { id: name })],
        [/plan\.trials\[0\]\.scenario/, (copy) => Object.assign(copy.plan.trials[0]!, { scenario: name })],
        [/plan\.trials\[0\]\.kernel/, (copy) => Object.assign(copy.plan.trials[0]!, { kernel: name })],
        [/plan\.trials\[0\]\.variants/, (copy) => Object.assign(copy.plan.trials[0]!, { variants: [name] })],
        [/trials\[0\]\.id/, (copy) => Object.assign(copy.trials[0]!, { id: name })],
      ];
      for (const [words, change] of changes) {
        const copy = structuredClone(manifest);
        change(copy);
        writeFileSync(here.path('manifest.json'), JSON.stringify(copy));
        await refused(words);
      }
    }
  });

  it('refuses scenarios that mean an amount and a text by one name', () => {
    const copy = structuredClone(manifest);
    const [first, second] = copy.scenarios;
    second!.factors.push({ ...first!.factors[0]!, kind: 'text', scope: 'treatment' });
    assert.throws(
      () => parseManifest(JSON.stringify(copy)),
      /is no manifest .*of kind amount .* of kind text/s,
    );
  });

  it('takes claims of a former kind for what is not measured, and all else as it is', () => {
    const text = JSON.stringify(manifest);
    const former = JSON.parse(text);
    const [claim] = former.scenarios[0].claims;
    claim.measure = { type: 'scaling', metric: 'create_latency', by: 'namespaces', where: {} };
    claim.holds = { is: 'one of', models: ['linear'] };
    const read = parseManifest(JSON.stringify(former));
    const measure = read.scenarios[0]!.claims[0]!.measure;
    assert.match(measure.type === 'not-measured' ? measure.why : '', /model of growth/);
    assert.deepEqual(read.scenarios[0]!.claims.slice(1), manifest.scenarios[0]!.claims.slice(1));
    claim.measure.type = 'guess';
    assert.throws(() => parseManifest(JSON.stringify(former)), RangeError);
  });

  it('describes a scenario by data alone', () => {
    const description = describeScenario(tiny);
    assert.deepEqual(JSON.parse(JSON.stringify(description)), description);
    assert.deepEqual(description.factors[0], {
      ...{ name: 'namespaces', title: 'namespaces', kind: 'amount', scope: 'state' },
    });
  });
});
