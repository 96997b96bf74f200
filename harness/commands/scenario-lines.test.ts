import assert from 'node:assert/strict';
import { discover } from '../run/plan/discover.js';
import { groupedScenarios } from './scenario-lines.js';

describe('scenarios in their groups', () => {
  it('are those that are measured unasked and those that are named, each with the sentence it is to decide', async () => {
    const scenarios = await discover();
    const lines = groupedScenarios(scenarios);
    const second = lines.indexOf('Measured by name:');
    assert.equal(lines[0], 'Measured where no scenario is named:');
    for (const { name, onlyByName, answer } of scenarios) {
      const at = lines.indexOf(name);
      assert.equal(at > second, onlyByName === true, name);
      assert.equal(lines[at + 2], `  answer, if reproduced: ${answer!.headline.reproduced}`);
    }
  });

  it('have no title of a group without any', async () => {
    const scenarios = (await discover()).filter(({ onlyByName }) => onlyByName !== true);
    assert.ok(!groupedScenarios(scenarios).includes('Measured by name:'));
  });
});
