import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { UndoStack } from '../../machine/process/cleanup.js';
import { lockFolder } from './folder-lock.js';
import { tidyFolder } from './tidy-folder.js';

const DEAD = '{"pid":4194305,"startTime":"1"}';

describe('tidyFolder', () => {
  const here = sandbox();
  const folder = () => here.path('results');
  const put = (...names: string[]) => {
    for (const name of names) {
      mkdirSync(dirname(here.path('results', name)), { recursive: true });
      writeFileSync(here.path('results', name), DEAD);
    }
  };
  const names = () =>
    readdirSync(folder(), { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [`${entry.parentPath}/${entry.name}`.slice(folder().length + 1)] : [],
    );

  it('takes out what a killed writer left, and leaves what was measured and what is not ours', async () => {
    const stay = [
      'manifest.json',
      'journal.jsonl',
      'raw/a.b1/observations.csv',
      'notes.new',
      'raw/a.b1/my.new',
    ];
    const go = [
      ...[
        'running.json',
        'running.json.turn',
        'running.json.7-0a1b2c3d',
        'manifest.json.new',
        'observations.csv.new',
      ],
      ...['.writing-aB3dE9/new/report.md', 'raw/a.b1/observations.csv.new', 'raw/a.b1/attachments.json.new'],
    ];
    put(...stay, ...go);
    assert.equal((await tidyFolder(folder())).length, go.length);
    assert.deepEqual(names().sort(), stay.sort());
    assert.deepEqual(await tidyFolder(folder()), []);
  });

  it('removes a folder in which no run had begun, and no other', async () => {
    put('journal.jsonl', 'running.json');
    assert.match((await tidyFolder(folder())).at(-1)!, /in which no run had begun$/);
    assert.ok(!existsSync(folder()));
    put('journal.jsonl', 'running.json', 'raw/a.b1/steps/1.out');
    await tidyFolder(folder());
    put('notes.txt');
    await tidyFolder(folder());
    assert.deepEqual(names().sort(), ['journal.jsonl', 'notes.txt', 'raw/a.b1/steps/1.out']);
    assert.deepEqual(await tidyFolder(here.path('gone')), []);
  });

  it('leaves alone what a living process writes', async () => {
    const cleanup = new UndoStack();
    await lockFolder(folder(), cleanup);
    put('manifest.json.new');
    assert.deepEqual(await tidyFolder(folder()), []);
    assert.deepEqual(names().sort(), ['manifest.json.new', 'running.json']);
    await cleanup.unwind();
  });
});
