import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import fc from 'fast-check';
import { compile, testFolder } from './compile.testing.js';
import { latencies, parseSpawnTime, type ScheduledSpawn, schedule } from './spawn-time.js';

const HEADER =
  'sequence,label,iteration,count,start_ns,duration_ns,exit,user_us,system_us,minor_faults,major_faults,max_rss_kb';

describe('schedule', () => {
  it('keeps every word as it is, one command a line', () => {
    const word = fc.stringMatching(/^[ -~]{1,12}$/).filter((w) => !/[,"]/.test(w));
    const spawn = fc.record({ label: word, iteration: fc.nat(), argv: fc.array(word, { minLength: 1 }) });
    fc.assert(
      fc.property(fc.array(spawn), (spawns) => {
        const lines = schedule(spawns).split('\n').slice(0, -1);
        const back = lines.map((line) => line.split('\t'));
        assert.deepEqual(
          back,
          spawns.map((s) => [s.label, String(s.iteration), ...s.argv]),
        );
      }),
    );
  });

  it('rejects what a line cannot carry', () => {
    const bad: Partial<ScheduledSpawn>[] = [
      { argv: ['/bin/x', 'a\tb'] },
      { argv: ['/bin/x', 'a\nb'] },
      { argv: [] },
      { argv: [''] },
      { label: 'a,b' },
      { label: '' },
      { iteration: -1 },
      { iteration: 0.5 },
    ];
    for (const part of bad) {
      assert.throws(() => schedule([{ label: 'a', iteration: 0, argv: ['/bin/x'], ...part }]), RangeError);
    }
  });
});

describe('parseSpawnTime', () => {
  it('wants the exact header and whole numbers', () => {
    assert.deepEqual(parseSpawnTime(`${HEADER}\n`), []);
    assert.throws(() => parseSpawnTime(''), /no CSV/);
    assert.throws(() => parseSpawnTime(`${HEADER.replace('exit', 'code')}\n`), /CSV header is/);
    assert.throws(() => parseSpawnTime(`${HEADER}\n0,a,0,,1,x,0,0,0,0,0,0\n`), /duration_ns of row 0/);
    assert.throws(() => parseSpawnTime(`${HEADER}\n1,a,0,,1,2,0,0,0,0,0,0\n`), /row 0 has sequence 1/);
  });

  it('hands on the processor time of each command', () => {
    const rows = parseSpawnTime(readFileSync(new URL('./fixtures/spawn-time.csv', import.meta.url), 'utf8'));
    const times = rows.map(({ label, userUs, systemUs }) => ({ label, userUs, systemUs }));
    assert.deepEqual(times, [
      { label: 'noop', userUs: 0, systemUs: 1003 },
      { label: 'busy', userUs: 12_345, systemUs: 678 },
    ]);
    assert.deepEqual(
      latencies(rows).map(({ label, userUs, systemUs }) => ({ label, userUs, systemUs })),
      times,
    );
  });

  it('never makes a latency of a failed command', () => {
    const rows = parseSpawnTime(`${HEADER}\n0,stock,0,3,1,2,0,0,0,0,0,0\n1,stock,7,,1,2,255,0,0,0,0,0\n`);
    assert.deepEqual(latencies(rows.slice(0, 1)), [
      { label: 'stock', iteration: 0, count: 3, latencyNs: 2, userUs: 0, systemUs: 0 },
    ]);
    assert.throws(() => latencies(rows), /1 of 2 commands failed.*stock iteration 7 exit 255/);
  });
});

describe('spawn-time.c', function () {
  this.timeout(60_000);

  const spawnTime = () => compile(new URL('./spawn-time.c', import.meta.url));
  async function run(spawns: ScheduledSpawn[] | string, options: string[] = []) {
    const file = join(testFolder(), 'schedule');
    await writeFile(file, typeof spawns === 'string' ? spawns : schedule(spawns));
    return execa(await spawnTime(), [...options, file], { reject: false, timeout: 30_000 });
  }
  const noop = () => compile(new URL('./noop.c', import.meta.url));

  it('gives a row for each of 23 spawns, in order, with times that do not overlap', async () => {
    const path = await noop();
    const spawns = Array.from({ length: 23 }, (_, i) => ({
      label: `v${i % 3}`,
      iteration: Math.floor(i / 3),
      argv: [path],
    }));
    const { stdout, exitCode } = await run(spawns);
    const rows = parseSpawnTime(stdout);
    assert.equal(exitCode, 0);
    assert.deepEqual(
      rows.map(({ label, iteration }) => [label, iteration]),
      spawns.map(({ label, iteration }) => [label, iteration]),
    );
    for (const [i, row] of rows.entries()) {
      assert.ok(row.durationNs > 0);
      assert.equal(row.count, null);
      assert.ok(i === 0 || row.startNs >= rows[i - 1]!.startNs + rows[i - 1]!.durationNs);
    }
    assert.equal(latencies(rows).length, 23);
  });

  it('starts each command at a multiple of its pace, no two at the same one', async () => {
    const path = await noop();
    const spawns = Array.from({ length: 6 }, (_, iteration) => ({ label: 'noop', iteration, argv: [path] }));
    const { stdout } = await run(spawns, ['--pace-ms', '40']);
    const starts = parseSpawnTime(stdout).map(({ startNs }) => startNs);
    const paces = starts.map((startNs) => Math.floor(startNs / 40e6));
    assert.equal(new Set(paces).size, 6);
    // Late by what the host's scheduler takes, as a whole far less than the half that chance would give.
    const lateness = starts.reduce((sum, startNs) => sum + (startNs % 40e6), 0) / starts.length;
    assert.ok(lateness < 20e6, `late by ${lateness} ns of 40e6`);
  });

  it('never measures sleep 0.05 under 50 ms', async () => {
    const sleep = { label: 'sleep', iteration: 0, argv: ['/bin/sleep', '0.05'] };
    const { stdout } = await run([sleep, sleep, sleep, sleep, sleep]);
    for (const { latencyNs } of latencies(parseSpawnTime(stdout))) assert.ok(latencyNs >= 50e6);
  });

  it('exits 1 after all rows when a command fails, and quotes what it said', async () => {
    const { stdout, stderr, exitCode } = await run([
      { label: 'fails', iteration: 4, argv: ['/bin/sh', '-c', 'echo File exists >&2; exit 3'] },
      { label: 'dies', iteration: 0, argv: ['/bin/sh', '-c', 'kill -TERM $$'] },
      { label: 'absent', iteration: 0, argv: ['/nonexistent'] },
      { label: 'works', iteration: 0, argv: [await noop()] },
    ]);
    assert.equal(exitCode, 1);
    assert.deepEqual(
      parseSpawnTime(stdout).map((row) => row.exit),
      [3, 143, 127, 0],
    );
    assert.match(stderr, /^spawn-time: fails iteration 4 \(\/bin\/sh\): exit 3: File exists$/m);
    assert.match(stderr, /dies iteration 0 .*: exit 143: \(nothing on stderr\)$/m);
    assert.match(stderr, /absent iteration 0 .*: exit 127: spawn \/nonexistent: No such file/);
  });

  it('kills a command over its deadline, and goes on', async () => {
    const { stdout, exitCode } = await run(
      [
        { label: 'hangs', iteration: 0, argv: ['/bin/sleep', '3600'] },
        { label: 'works', iteration: 0, argv: [await noop()] },
      ],
      ['--deadline-ms', '200'],
    );
    const [hangs, works] = parseSpawnTime(stdout);
    assert.equal(exitCode, 1);
    assert.equal(hangs!.exit, 137);
    assert.ok(hangs!.durationNs >= 200e6);
    assert.equal(works!.exit, 0);
  });

  it('takes the running command along when it is terminated itself', async () => {
    const file = join(testFolder(), 'terminated');
    const pidFile = join(testFolder(), 'pid');
    const argv = ['/bin/sh', '-c', `echo $$ >${pidFile}.new; mv ${pidFile}.new ${pidFile}; exec sleep 3600`];
    await writeFile(file, schedule([{ label: 'hangs', iteration: 0, argv }]));
    const program = execa(await spawnTime(), [file], { reject: false, timeout: 30_000 });
    while (!existsSync(pidFile)) await pause(10);
    program.kill('SIGTERM');
    assert.equal((await program).exitCode, 143);
    const pid = (await readFile(pidFile, 'utf8')).trim();
    while (existsSync(`/proc/${pid}/exe`)) await pause(10);
    assert.equal((await program).stdout, '');
  });

  it('counts the entries of a folder before each spawn', async () => {
    const folder = join(testFolder(), 'counted');
    await mkdir(folder);
    await writeFile(join(folder, 'first'), '');
    const touch = (iteration: number) => ({
      label: 'touch',
      iteration,
      argv: ['/usr/bin/touch', join(folder, `n${iteration}`)],
    });
    const { stdout } = await run([touch(0), touch(1), touch(2)], ['--count-dir', folder]);
    assert.deepEqual(
      parseSpawnTime(stdout).map((row) => row.count),
      [1, 2, 3],
    );
    const absent = await run([touch(3)], ['--count-dir', '/nonexistent']);
    assert.equal(absent.exitCode, 1);
    assert.match(absent.stderr, /spawn-time: open directory \/nonexistent: No such file or directory/);
  });

  describe('at moments that are rare', () => {
    const standIn = {
      source: new URL('./spawn-order.testing.c', import.meta.url),
      wraps: ['opendir', 'clock_nanosleep', 'posix_spawn', 'wait4', 'kill'],
    };
    async function calls(name: string, options: string[], raise: string, argv: string[]) {
      const file = join(testFolder(), `${name}.tsv`);
      const ORDER = join(testFolder(), `${name}.order`);
      await writeFile(file, schedule([0, 1, 2].map((iteration) => ({ label: 'x', iteration, argv }))));
      const binary = await compile(new URL('./spawn-time.c', import.meta.url), standIn);
      const env = { ORDER, STARTED: `${ORDER}.pids`, RAISE: raise };
      const ended = await execa(binary, [...options, file], { env, reject: false, timeout: 30_000 });
      const lines = async (path: string) => (await readFile(path, 'utf8')).split('\n').slice(0, -1);
      return { ...ended, order: await lines(ORDER), started: await lines(env.STARTED) };
    }

    it('reads the folder as soon as a command has ended, and not between the wait and the next', async () => {
      const options = ['--count-dir', testFolder(), '--pace-ms', '10'];
      const { order } = await calls('order', options, '', [await noop()]);
      const each = ['opendir', 'sleep', 'spawn', 'wait'];
      assert.deepEqual(order, [...each, ...each, ...each]);
    });

    it('sends no signal to a process id that may be another process by then', async () => {
      const { order, exitCode, stdout } = await calls('reaped', [], 'wait', [await noop()]);
      assert.equal(exitCode, 0);
      assert.equal(parseSpawnTime(stdout).length, 3);
      assert.deepEqual(order, ['spawn', 'wait', 'spawn', 'wait', 'spawn', 'wait']);
    });

    it('leaves no command behind that was being started when it was terminated', async () => {
      const { exitCode, order, started } = await calls('started', [], 'spawn', ['/bin/sleep', '600']);
      assert.equal(exitCode, 143);
      assert.deepEqual(order, ['spawn']);
      const [pid] = started;
      const runs = () => existsSync(`/proc/${pid}/exe`);
      for (let looks = 0; runs() && looks < 500; looks++) await pause(10);
      const left = runs();
      if (left) process.kill(Number(pid), 'SIGKILL');
      assert.ok(!left, `${pid} still runs`);
    });
  });

  it('refuses a schedule that is none, and an empty one has no rows', async () => {
    for (const text of [
      'a\t0\n',
      'a\tx\t/bin/true\n',
      'a,b\t0\t/bin/true\n',
      'a\t0\t\n',
      '\na\t0\t/bin/true\n',
    ]) {
      assert.equal((await run(text)).exitCode, 2, text);
    }
    assert.equal((await run([], ['--deadline-ms', '0'])).exitCode, 2);
    const empty = await run([]);
    assert.equal(empty.exitCode, 0);
    assert.deepEqual(parseSpawnTime(`${empty.stdout}\n`), []);
  });
});
