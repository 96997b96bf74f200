import assert from 'node:assert/strict';
import { Option } from 'commander';
import { optionEntries } from './option-table.js';
import { optionsOfPlanArguments, planArguments } from './plan-arguments.js';
import { parseSettings, type Settings } from './settings.js';

describe('the table of options', () => {
  it('calls every option what commander calls it', () => {
    for (const [key, { flags, repeated }] of optionEntries()) {
      const option = new Option(flags, '');
      assert.equal(option.attributeName(), key);
      assert.ok(option.required || !repeated, `${key} takes no word that could be repeated`);
    }
  });

  it('calls every setting what a settings file calls it', () => {
    for (const [, { setting }] of optionEntries()) {
      assert.throws(
        () => parseSettings({ [setting]: Symbol('none') }, 'a file'),
        (error: Error & { details: { tail: string } }) => {
          assert.match(error.details.tail, new RegExp(`^${setting}: `));
          return true;
        },
      );
    }
  });

  it('reads what it writes of a plan', () => {
    const settings: Settings = {
      levels: { namespaces: [0, 500], rules: [1] },
      treatments: { method: ['chain', 'set'] },
      variants: ['a', 'b'],
      trees: { a: '../tree' },
      passes: ['timed'],
      boots: { wall: 6 },
      iterations: 3,
      'possible-cpus': [2, 80],
      memory: [512],
      kernel: ['6.1', '6.12'],
      until: 'planned',
    };
    const shaping = optionEntries().flatMap(([, { setting, wordsOf }]) => (wordsOf ? [setting] : []));
    assert.deepEqual(Object.keys(settings), shaping);
    const words = optionsOfPlanArguments(planArguments(settings));
    const again = optionEntries().flatMap(([key, { flags, setting, parse }]) =>
      words[key] === undefined ? [] : [[setting, parse(words[key], flags)]],
    );
    assert.deepEqual(Object.fromEntries(again), settings);
  });
});
