import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownScenario, scenarioText } from '../../../test/own-scenario.testing.js';
import { EXIT, Failure } from '../../failure.js';
import { packageRoot } from '../../machine/host/places.js';
import { brokenLine, chooseScenarios, discoverAll, scenarioFolder, unasked } from './discover.js';
import { SHIPPED } from './load-scenario.js';

describe('scenarios outside the repository', () => {
  let home: string;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'netknee-scenarios-'));
  });
  after(() => rm(home, { recursive: true, force: true }));

  const refused = (what: RegExp) => (error: unknown) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.details.exit, EXIT.usage);
    assert.match(`${error.message}\n${error.details.tail}\n${error.details.remedy}`, what);
    return true;
  };

  it('are found by path, with this netknee to import and their own files', async () => {
    const folder = await ownScenario(join(home, 'by-path'), 'mine');
    const [mine, shipped] = await chooseScenarios([folder, 'netns-create']);
    assert.equal(mine?.name, 'mine');
    assert.equal(scenarioFolder(mine), folder);
    assert.deepEqual(
      mine.steps({ levels: [7] } as never).map(({ id }) => id),
      ['001-7-rules'],
    );
    assert.equal(scenarioFolder(shipped!), join(packageRoot, 'scenarios/netns-create'));
  });

  it('are found by name in a folder of the settings, beside netknee’s own', async () => {
    const parent = join(home, 'many');
    await ownScenario(parent, 'one');
    await ownScenario(parent, 'two');
    await mkdir(join(parent, 'no-scenario'));
    const { scenarios, broken } = await discoverAll([parent]);
    assert.deepEqual(broken, []);
    const found = scenarios.map(({ name }) => name);
    for (const name of ['ipvs-estimation', 'netns-create', 'one', 'two'])
      assert.ok(found.includes(name), name);
    // Unasked, those alone that do not wait to be named.
    assert.deepEqual(
      unasked(scenarios).map(({ name }) => name),
      ['ipvs-estimation', 'netns-create', 'one', 'two'],
    );
    assert.deepEqual(
      (await chooseScenarios(['two', 'one'], [parent])).map(({ name }) => name),
      ['two', 'one'],
    );
    await assert.rejects(chooseScenarios(['three'], [parent]), refused(/no scenario "three"[\s\S]*one, two/));
    await assert.rejects(chooseScenarios([], [join(home, 'gone')]), refused(/gone can't be read/));
  });

  it('name both places where two have one name', async () => {
    const other = await ownScenario(join(home, 'double'), 'netns-create');
    const both = refused(new RegExp(`two scenarios "netns-create": .*scenarios/netns-create and ${other}`));
    await assert.rejects(chooseScenarios([other]), both);
    await assert.rejects(chooseScenarios(['netns-create'], [join(home, 'double')]), both);
    assert.equal((await chooseScenarios(['ipvs-estimation'], [join(home, 'double')])).length, 1);
  });

  it('are the same one by whatever path', async () => {
    const folder = await ownScenario(join(home, 'linked'), 'same');
    await mkdir(join(home, 'elsewhere'));
    await symlink(folder, join(home, 'elsewhere/same'));
    const found = await chooseScenarios(
      [folder, join(home, 'elsewhere/same'), 'same'],
      [join(home, 'linked')],
    );
    assert.equal(found.length, 1);
    assert.equal((await chooseScenarios([join(SHIPPED, 'netns-create')]))[0]?.folder, undefined);
  });

  it('that are broken leave the others alone, and say why on one line', async () => {
    const parent = join(home, 'broken');
    const texts = {
      syntax: scenarioText('syntax').replace('export default', 'export defau lt'),
      throws: `throw new Error('no such thing here');`,
      nothing: 'export const one = 1;',
      schema: scenarioText('schema', "tables: [{ name: 'a b' }],"),
      'called-otherwise': scenarioText('by-another-name'),
      exits: 'import "./gone.js";',
    };
    for (const [name, text] of Object.entries(texts)) await ownScenario(parent, name, text);
    await ownScenario(parent, 'whole');
    const { scenarios, broken } = await discoverAll([parent]);
    assert.ok(scenarios.some(({ name }) => name === 'whole'));
    const lines = new Map(broken.map(({ name, failure }) => [name, brokenLine(failure)]));
    assert.deepEqual([...lines.keys()].sort(), Object.keys(texts).sort());
    for (const [name, line] of lines) {
      assert.ok(line.includes(join(parent, name)), line);
      assert.doesNotMatch(line, /\n/);
    }
    assert.match(lines.get('syntax')!, /scenario\.ts:\d+:\d+/);
    assert.match(lines.get('throws')!, /no such thing here.*scenario\.ts:1/);
    assert.match(lines.get('schema')!, /is no name/);
    assert.match(lines.get('called-otherwise')!, /calls itself "by-another-name"/);
    await assert.rejects(chooseScenarios(['throws'], [parent]), refused(/no such thing here/));
    await assert.rejects(chooseScenarios([join(home, 'no-such')]), refused(/there is no scenario.ts in it/));
  });
});
