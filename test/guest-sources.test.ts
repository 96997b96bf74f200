import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../harness/machine/host/places.js';

/** C and shell that netknee ships and runs, in guests and on machines of others. */
const sources = ['harness', 'scenarios']
  .flatMap((top) => readdirSync(join(packageRoot, top), { recursive: true }).map((name) => `${top}/${name}`))
  .filter((path) => /\.(c|h|sh)$/.test(path));
const textOf = (path: string): string => readFileSync(join(packageRoot, path), 'utf8');
const isModule = (path: string): boolean => path.includes('/guest/modules/');
const isInGuest = (path: string): boolean => path.startsWith('harness/probes/') || path.includes('/guest/');

/** The line that a licence is looked for at, without its comment. */
function firstWords(text: string): string {
  const [first = '', second = ''] = text.split('\n');
  const line = first.startsWith('#!') ? second : first;
  return line.replace(/^# |^\/\* | \*\/$/g, '');
}

describe('C and shell that are shipped', () => {
  it('are found', () => {
    const names = ['harness/machine/process/without-network.c', 'harness/probes/probe.h'];
    for (const name of names) assert.ok(sources.includes(name), name);
    assert.ok(sources.some(isModule) && sources.filter(isInGuest).length > 40);
  });

  it('say which licence they are under, before anything else', () => {
    const [, project] = /^(\w+) License$/m.exec(textOf('LICENSE')) ?? [];
    assert.equal(project, JSON.parse(textOf('package.json')).license);
    const wrong = sources.filter(
      (path) =>
        firstWords(textOf(path)) !==
        `SPDX-License-Identifier: ${project}${isModule(path) ? ' OR GPL-2.0-only' : ''}`,
    );
    assert.deepEqual(wrong, []);
  });

  it('tell the kernel the licence of a module as their first line does', () => {
    for (const path of sources.filter(isModule)) {
      assert.match(textOf(path), /^MODULE_LICENSE\("Dual MIT\/GPL"\);$/m, path);
    }
  });

  it('write to no name in /tmp that somebody else may have taken first', () => {
    const wrong = sources.filter(isInGuest).flatMap((path) =>
      textOf(path)
        .split('\n')
        .filter((line) => line.includes('/tmp') && !line.includes('mktemp'))
        .map((line) => `${path}: ${line.trim()}`),
    );
    assert.deepEqual(wrong, []);
  });

  it('take away again what mktemp made for them when they end, also by an error', () => {
    const wrong = sources.filter((path) => {
      const text = textOf(path);
      return text.includes('mktemp') && !/^trap .*\bEXIT$/m.test(text);
    });
    assert.deepEqual(wrong, []);
  });
});
