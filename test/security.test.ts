import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../harness/machine/host/places.js';

describe('SECURITY.md', () => {
  const text = readFileSync(join(packageRoot, 'SECURITY.md'), 'utf8');
  const rows = text.split('\n').filter((line) => /^\| an? \*\*/.test(line));

  it('has a row for each that netknee takes something from', () => {
    const names = rows.map((row) => /\*\*([^*]+)\*\*/.exec(row)?.[1]);
    assert.deepEqual(names, [
      'guest',
      'results folder',
      'image archive',
      "variant's source",
      'settings file',
      'mirror',
    ]);
  });

  it('names tests that exist, in every row', () => {
    for (const row of rows) assert.match(row, /`[\w./-]+\.test\.ts`/, row.slice(0, 40));
    const named = [...text.matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, path]) => path as string);
    assert.ok(named.length > 20);
    const missing = named.filter((path) => !existsSync(join(packageRoot, path)));
    assert.deepEqual(missing, []);
  });
});
