import assert from 'node:assert/strict';
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sandbox } from '../../machine/host/sandbox.testing.js';
import { exchangeFiles } from './exchange-files.js';

describe('exchangeFiles', () => {
  const here = sandbox();
  const results = () => here.path('results');
  const read = (name: string) => readFileSync(join(results(), name), 'utf8');

  beforeEach(() => {
    mkdirSync(join(results(), 'tables'), { recursive: true });
    writeFileSync(join(results(), 'tables/former.csv'), 'former');
    writeFileSync(join(results(), 'report.md'), 'former');
    writeFileSync(join(results(), 'manifest.json'), 'kept');
  });

  it('replaces files and whole folders, and leaves the others', () => {
    exchangeFiles(
      results(),
      [
        ['report.md', 'new'],
        ['tables/one.csv', 'one'],
        ['figures/deep/two.svg', 'two'],
      ],
      ['tables', 'figures', 'exports'],
    );
    assert.deepEqual(readdirSync(results()).sort(), ['figures', 'manifest.json', 'report.md', 'tables']);
    assert.deepEqual(readdirSync(join(results(), 'tables')), ['one.csv']);
    assert.deepEqual(
      [read('report.md'), read('figures/deep/two.svg'), read('manifest.json')],
      ['new', 'two', 'kept'],
    );
  });

  it('leaves the former set whole when one file can’t be written', () => {
    const files = function* (): Generator<[string, string]> {
      yield ['report.md', 'new'];
      yield ['tables/one.csv', 'one'];
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    };
    assert.throws(() => exchangeFiles(results(), files(), ['tables']), /no space left/);
    assert.deepEqual([read('report.md'), read('tables/former.csv')], ['former', 'former']);
    assert.deepEqual(readdirSync(results()).sort(), ['manifest.json', 'report.md', 'tables']);
  });

  it('replaces a link instead of writing through it', () => {
    writeFileSync(here.path('elsewhere'), 'mine');
    mkdirSync(here.path('folder'));
    symlinkSync(here.path('elsewhere'), join(results(), 'claims.csv'));
    symlinkSync(here.path('folder'), join(results(), 'figures'));
    exchangeFiles(
      results(),
      [
        ['claims.csv', 'new'],
        ['figures/one.svg', 'one'],
      ],
      ['figures'],
    );
    assert.deepEqual(
      [readFileSync(here.path('elsewhere'), 'utf8'), readdirSync(here.path('folder'))],
      ['mine', []],
    );
    assert.ok(lstatSync(join(results(), 'claims.csv')).isFile());
    assert.equal(read('figures/one.svg'), 'one');
  });
});
