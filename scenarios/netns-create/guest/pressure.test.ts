import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { sandbox } from '../../../harness/machine/host/sandbox.testing.js';
import { sections } from '../../../harness/probes/sections.js';
import { parseEnd } from '../pressure/parse.js';

const script = fileURLToPath(new URL('./pressure.sh', import.meta.url));
const HEADING = 'sequence,label,iteration,count,start_ns,duration_ns,exit';
const TOTAL_KB = 100_000;

describe('pressure.sh', () => {
  const here = sandbox();

  const file = (name: string, text: string): string => {
    writeFileSync(here.path(name), text, { mode: 0o755 });
    return here.path(name);
  };

  /** On a machine with so much memory available, whose `spawn-time` prints its schedule. */
  function pressure(availableKb: number, ...words: string[]) {
    mkdirSync(here.path('bin'), { recursive: true });
    mkdirSync(here.path('namespaces'), { recursive: true });
    file('bin/spawn-time', '#!/bin/sh\nfor last; do :; done\ncat "$last"; ! grep -q FAIL "$last"\n');
    const memory = `MemTotal:       ${TOTAL_KB} kB\nMemAvailable:   ${availableKb} kB\n`;
    const env = {
      PATH: `${here.path('bin')}:${process.env.PATH}`,
      NETKNEE_PRESSURE: here.path('state'),
      NETKNEE_MEMINFO: file('meminfo', memory),
      NETKNEE_NAMESPACES: here.path('namespaces'),
      NETKNEE_LIMIT: here.path('limit'),
    };
    return execa('sh', [script, ...words], { reject: false, timeout: 10_000, env });
  }

  /** One level, each variant's adds with these durations in ms. */
  function add(level: number, adds: Record<string, number[]>, availableKb = TOTAL_KB / 2) {
    const rows = Object.entries(adds).flatMap(([label, all]) =>
      all.map((ms) => `${label},0,0,0,${ms}000000,0`),
    );
    const schedule = file('adds', [HEADING, ...rows.map((row, i) => `${i},${row}`), ''].join('\n'));
    return pressure(availableKb, 'add', String(level), schedule, file('nothing', `${HEADING}\n`), 'true');
  }

  /** How a level ended it; undefined where it goes on. */
  const endOf = async (...level: Parameters<typeof add>) => parseEnd((await add(...level)).stdout);

  const stopped = async () =>
    sections((await pressure(TOTAL_KB, 'fill', '9', 'false')).stdout).get('stopped');

  it('lifts the limit on namespaces, and says what it was', async () => {
    assert.equal((await pressure(1, 'unlimited')).stdout, '@@ limit');
    const limit = file('limit', '868\n');
    assert.equal((await pressure(1, 'unlimited')).stdout, '@@ limit\n868');
    assert.equal(readFileSync(limit, 'utf8'), '2147483647\n');
  });

  it('fills, and says what memory is left', async () => {
    const { stdout, exitCode } = await pressure(TOTAL_KB / 2, 'fill', '5', 'true');
    assert.equal(exitCode, 0);
    assert.match(sections(stdout).get('meminfo')!, /^MemAvailable: +50000 kB$/m);
  });

  it('goes on along a trend that is a straight line, however steep', async () => {
    for (let level = 1; level < 12; level++) {
      const { stdout } = await add(level, { a: [100 * level, 90 * level, 5000], b: [7, 7, 8] });
      assert.equal(parseEnd(stdout), undefined);
      assert.match(sections(stdout).get('adds')!, /^0,a,0,0,0,100000000,0|^0,a/m);
    }
  });

  it('stops when an add leaves its trend at two levels in a row, not at one', async () => {
    for (let level = 1; level <= 4; level++) await add(level, { a: [10 * level], b: [7] });
    assert.equal(await endOf(5, { a: [151], b: [7] }), undefined);
    assert.equal(await endOf(6, { a: [60], b: [7] }), undefined);
    assert.equal(await endOf(7, { a: [500], b: [7] }), undefined);
    assert.deepEqual(await endOf(8, { a: [500, 400, 600], b: [7] }), {
      namespaces: 8,
      reason: 'an add of a took 500.0 ms where its trend says 80.0 ms, the second level in a row',
    });
    assert.match((await stopped())!, /^an add of a took 500\.0 ms/);
  });

  it('goes on when an add that became faster is as slow again as it was', async () => {
    const all = [90, 70, 50, 30, 10, 10, 80, 80, 80];
    for (const [i, ms] of all.entries()) assert.equal(await endOf(i + 1, { a: [ms] }), undefined, `${ms} ms`);
  });

  it('does not judge before four levels', async () => {
    for (const ms of [1, 500, 1, 500]) assert.equal(await endOf(ms, { a: [ms] }), undefined);
  });

  it('stops when memory is below its floor, after the adds of that level', async () => {
    assert.equal(await endOf(1, { a: [1] }, 3000), undefined);
    const { stdout } = await add(2, { a: [1] }, 2999);
    assert.ok(sections(stdout).has('adds'));
    assert.deepEqual(parseEnd(stdout), {
      namespaces: 2,
      reason: 'MemAvailable is 2999 kB of 100000 kB, below 3 %',
    });
  });

  it('does nothing any more once it has stopped', async () => {
    await add(2, { a: [1] }, 1);
    assert.equal((await stopped())!.trim(), 'MemAvailable is 1 kB of 100000 kB, below 3 %');
    assert.deepEqual([...sections((await add(3, { a: [1] })).stdout).keys()], ['stopped']);
  });

  it('takes what fails while memory is short for the end, with the namespaces there are', async () => {
    mkdirSync(here.path('namespaces'));
    for (const name of ['x', 'y', 'z']) file(`namespaces/${name}`, '');
    const { stdout, exitCode } = await pressure(9999, 'fill', '9', 'false');
    assert.equal(exitCode, 0);
    assert.deepEqual(parseEnd(stdout), { namespaces: 3, reason: 'the filler failed with 9999 kB available' });
  });

  it('takes no latency of a level at which an add failed', async () => {
    const failing = file('failing', 'FAIL\n');
    const { stdout } = await pressure(9999, 'add', '4', failing, failing, 'true');
    assert.deepEqual([...sections(stdout).keys()], ['end']);
    assert.equal(parseEnd(stdout)?.namespaces, 4);
  });

  it('fails when something fails while there is memory', async () => {
    const { stderr, exitCode } = await pressure(10_000, 'fill', '9', 'false');
    assert.equal(exitCode, 1);
    assert.equal(stderr, 'pressure.sh: the filler failed with 10000 kB available');
    assert.equal(await stopped().catch(() => 'none'), undefined);
  });

  it('runs what asks for low memory then alone, once by its name, and says when it did not get through', async () => {
    const low = async (availableKb: number, ...words: string[]) =>
      (await pressure(availableKb, 'low', ...words)).stdout;
    assert.equal(await low(9000, 'a', 'echo', 'done'), '@@ not-now');
    assert.equal(await low(8999, 'a', 'echo', 'done'), 'done');
    assert.equal(await low(8999, 'a', 'echo', 'done'), '@@ not-now');
    assert.equal(
      await low(8999, 'b', 'sh', '-c', 'echo half; echo no memory >&2; exit 137'),
      '@@ failed\nno memory',
    );
  });

  it('takes away the namespaces of what did not get through, and no other', async () => {
    mkdirSync(here.path('namespaces'));
    for (const name of ['netknee-0', 'plain-0']) file(`namespaces/${name}`, '');
    await pressure(1, 'low', 'a', 'true');
    assert.equal(readdirSync(here.path('namespaces')).length, 2);
    await pressure(1, 'low', 'b', 'false');
    assert.deepEqual(readdirSync(here.path('namespaces')), ['netknee-0']);
  });

  it('runs it after the end too, if memory is low then', async () => {
    await add(2, { a: [1] }, 1);
    assert.equal((await pressure(TOTAL_KB, 'low', 'a', 'echo', 'done')).stdout, '@@ not-now');
    assert.equal((await pressure(1, 'low', 'a', 'echo', 'done')).stdout, 'done');
  });

  it('says how it is called', async () => {
    for (const words of [[], ['fill'], ['fill', '1'], ['add', '1', 'a', 'b'], ['low', 'a'], ['other']]) {
      const { exitCode, stderr } = await pressure(1, ...words);
      assert.deepEqual([exitCode, stderr], [2, 'usage: pressure.sh unlimited|fill|add|low ...']);
    }
  });
});
