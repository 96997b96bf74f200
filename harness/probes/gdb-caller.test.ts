import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { testFolder } from './compile.testing.js';
import { calledThrough, parseGdbCaller } from './gdb-caller.js';

/** Recorded in a guest of the instruction clock: gdb 13.1, `ip netns add` of control with 500 namespaces. */
const FIXTURE = readFileSync(new URL('./fixtures/gdb-caller.txt', import.meta.url), 'utf8');
const SCRIPT = fileURLToPath(new URL('./gdb-caller.sh', import.meta.url));

const changed = (from: string | RegExp, to: string): string => {
  const text = FIXTURE.replace(from, to);
  assert.notEqual(text, FIXTURE);
  return text;
};

describe('parseGdbCaller', () => {
  it('gives the frames of every backtrace, inlined functions too, and the count of all hits', () => {
    const trace = parseGdbCaller(FIXTURE)!;
    assert.equal(trace.hits, 500);
    assert.equal(trace.backtraces.length, 5);
    for (const backtrace of trace.backtraces) {
      assert.deepEqual(backtrace, [
        'sendmsg',
        '__rtnl_talk_iov',
        '__rtnl_talk',
        'rtnl_talk',
        'get_netnsid_from_name',
        'netns_map_init',
        'netns_map_init',
        'do_netns',
        'do_cmd',
        'main',
      ]);
    }
  });

  it('reads frames with and without an address, and keeps those without a name', () => {
    const text = changed(/^#1 .*$/m, '#1  0x0000555555561234 in ?? ()');
    assert.equal(parseGdbCaller(text)!.backtraces[0]![1], '??');
    assert.equal(parseGdbCaller(text)!.backtraces[0]!.length, 10);
  });

  it('knows no gdb from no hit', () => {
    assert.equal(parseGdbCaller('# netknee: no gdb\n'), undefined);
    assert.throws(() => parseGdbCaller(''), /did not exit/);
  });

  it('takes no failed command, no breakpoint that was never set and no lost hit for an answer', () => {
    assert.throws(() => parseGdbCaller(changed('exited normally', 'exited with code 01')), /with code 01/);
    assert.throws(() => parseGdbCaller(changed(/^\[Inferior.*\n/m, '')), /did not exit/);
    assert.throws(
      () => parseGdbCaller(changed(/0x00007ffff7eeac00 <sendmsg>/, '<PENDING> sendmsg')),
      /never set/,
    );
    assert.throws(() => parseGdbCaller(changed('hit 500 times', 'hit 4 times')), /counts 4 hits and shows 5/);
    assert.throws(() => parseGdbCaller(changed(/^\tignore.*\n/m, '')), /counts 500 hits and shows 5/);
    assert.throws(() => parseGdbCaller(changed(/@@ breakpoint[\s\S]*/, '')), /no section "@@ breakpoint"/);
  });
});

describe('calledThrough', () => {
  it('asks for an order, and lets others stand between', () => {
    const backtrace = ['send', 'talk', 'init', 'init', 'main'];
    assert.equal(calledThrough(backtrace, ['talk', 'init', 'main']), true);
    assert.equal(calledThrough(backtrace, ['init', 'talk', 'main']), false);
    assert.equal(calledThrough(backtrace, ['talk', 'scan', 'main']), false);
  });
});

describe('gdb-caller.sh', function () {
  this.timeout(60_000);
  const CODE = `
    #include <stdlib.h>
    #include <sys/socket.h>
    #include <unistd.h>
    static __attribute__((noinline)) int ask(void) { struct msghdr m = {0}; return (int)sendmsg(-1, &m, 0); }
    static __attribute__((noinline)) int scan(int n) { int s = 0; while (n-- > 0) s += ask(); return s; }
    int main(int argc, char **argv) {
      scan(atoi(argv[1]));
      if (argc > 2) pause();
      return 0;
    }`;
  let program: string;
  const run = (...words: string[]) => execa('sh', [SCRIPT, ...words], { reject: false, timeout: 50_000 });

  before(async function () {
    const { exitCode } = await execa('gdb', ['--version'], { reject: false });
    if (exitCode !== 0) {
      assert.notEqual(process.env.CI, 'true', 'CI must have gdb');
      return this.skip(); // no gdb here
    }
    program = join(testFolder(), 'asks');
    await writeFile(`${program}.c`, CODE);
    await execa('gcc', ['-O2', '-g1', '-o', program, `${program}.c`]);
  });

  it('counts every call and shows the callers of the first ones', async () => {
    const { stdout, exitCode, stderr } = await run('sendmsg', '30', '2', program, '7');
    assert.equal(exitCode, 0, stderr);
    const trace = parseGdbCaller(stdout)!;
    assert.deepEqual([trace.hits, trace.backtraces.length], [7, 2]);
    for (const backtrace of trace.backtraces) assert.ok(calledThrough(backtrace, ['ask', 'scan', 'main']));
  });

  it('says that a function was never called', async () => {
    const { stdout } = await run('sendmsg', '30', '2', program, '0');
    assert.deepEqual(parseGdbCaller(stdout), { hits: 0, backtraces: [] });
  });

  it('ends a command that takes too long, and leaves nothing behind', async () => {
    const { exitCode } = await run('sendmsg', '3', '2', program, '1', 'pause');
    assert.equal(exitCode, 124);
    const { stdout } = await execa('pgrep', ['-f', `^${program} 1 pause`], { reject: false });
    assert.equal(stdout, '');
  });

  it('refuses wrong words with 2', async () => {
    for (const words of [[], ['sendmsg', '1', '1'], ['a b', '1', '1', 'true'], ['f', '0', '1', 'true']]) {
      assert.equal((await run(...words)).exitCode, 2, words.join(' '));
    }
  });
});
