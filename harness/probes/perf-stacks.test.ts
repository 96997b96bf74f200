import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { testFolder } from './compile.testing.js';
import { parsePerfStacks } from './perf-stacks.js';

/** Recorded in a guest of the wall clock, kernel 6.1: three adds by Debian’s ip. */
const FIXTURE = readFileSync(new URL('./fixtures/perf-stacks.txt', import.meta.url), 'utf8');
const heading = (samples: number, lost = 0) =>
  `# netknee: cpu-clock hertz=999 samples=${samples} lost=${lost} throttled=0\n`;

describe('parsePerfStacks', () => {
  it('reads every sample of a real guest', () => {
    const { hertz, samples, throttled, stacks } = parsePerfStacks(FIXTURE);
    const counted = FIXTURE.split('\n').filter((line) => /^[^#].* \d+$/.test(line));
    assert.deepEqual([hertz, throttled], [499, 0]);
    assert.equal(
      samples,
      counted.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0),
    );
    assert.ok(stacks.some(([frames]) => /^ip;.*;do_syscall_64_\[k\];.*copy_net_ns_\[k\]/.test(frames)));
    assert.ok(stacks.every(([frames]) => !frames.includes('[unknown];[unknown]')));
  });

  it('takes offsets off, joins unknown frames in a row, and counts what is then the same together', () => {
    const text = `${heading(9)}ip;main+0x1f;f.part.0+0x2_[k] 2\nip;main+0x20;f.part.0+0x9_[k] 3\nip;[unknown];[unknown];g 4\n`;
    assert.deepEqual(parsePerfStacks(text).stacks, [
      ['ip;main;f.part.0_[k]', 5],
      ['ip;[unknown];g', 4],
    ]);
  });

  it('throws when samples were lost, when some are missing, and on what it does not print', () => {
    assert.throws(() => parsePerfStacks(`${heading(1, 2)}ip 1\n`), /2 times samples were lost/);
    assert.throws(() => parsePerfStacks(`${heading(2)}ip 1\n`), /1 samples .* 2/);
    assert.throws(() => parsePerfStacks(`${heading(1)}perf: not found\n`), /not a folded stack/);
    assert.throws(() => parsePerfStacks('ip;main 3\n'), /not the output/);
  });
});

describe('perf-stacks.sh', function () {
  this.timeout(30_000);
  const script = fileURLToPath(new URL('./perf-stacks.sh', import.meta.url));
  /** As perf 6.1 prints it; its first word says what it is asked for. */
  const perf = (lost: number) => `#!/bin/sh
cat "$NETKNEE_SYSCTL/kptr_restrict" "$NETKNEE_SYSCTL/perf_event_max_sample_rate" >"$NETKNEE_SYSCTL/meanwhile"
# Who waits for this reads the other.
echo "perf $*" >>"$NETKNEE_SYSCTL/called"
case "$*" in
record*)
	while [ "$1" != -- ]; do if [ "$1" = -o ]; then echo data >"$2"; fi; shift; done
	shift
	exec "$@" ;;
report*) printf '   SAMPLE events:   4  ( 9.1%%)\\n     LOST events:   ${lost}\\ncpu-clock stats:\\n   SAMPLE events:   4\\n' ;;
*--header-only*) printf '# hostname : secret\\n# perf version : 6.1\\n' ;;
script*) printf 'ip \\n\\tffffffff81000010 do_syscall_64\\n\\t  10a0f7 operator new; x\\n\\nip \\n\\tffffffff81000020 do_syscall_64\\n\\t  10a0f7 operator new; x\\n\\nsh x \\n\\t    10 [unknown]\\n\\nip \\n\\n' ;;
esac
`;

  async function guest(name: string, { pointers = '0', rate = '100000', lost = 0 } = {}) {
    const folder = join(testFolder(), name);
    await mkdir(join(folder, 'tmp'), { recursive: true });
    await writeFile(join(folder, 'kptr_restrict'), `${pointers}\n`);
    await writeFile(join(folder, 'perf_event_max_sample_rate'), `${rate}\n`);
    await writeFile(join(folder, 'perf'), perf(lost));
    await chmod(join(folder, 'perf'), 0o755);
    const start = (...words: string[]) =>
      execa(script, words, {
        env: { NETKNEE_SYSCTL: folder, TMPDIR: join(folder, 'tmp'), PATH: `${folder}:${process.env.PATH}` },
        reject: false,
        stripFinalNewline: false,
        timeout: 20_000,
      });
    const read = (file: string) => readFile(join(folder, file), 'utf8');
    return { folder, start, read };
  }

  it('folds what perf prints, marks the kernel’s frames, leaves out what tells of the machine', async () => {
    const { start, read, folder } = await guest('fold');
    const { stdout, stderr, exitCode } = await start('999', '5', '--', 'sh', '-c', 'echo ran; exit 7');
    assert.equal(
      stdout,
      `${heading(4)}# perf version : 6.1\nip 1\nip;operator new: x;do_syscall_64_[k] 2\nsh x;[unknown] 1\n`,
    );
    assert.deepEqual([stderr, exitCode], ['ran\n', 7]);
    assert.match(await read('called'), /--strict-freq .* -F 999 -g -o \S+ -- timeout -k 5 5 sh -c/);
    assert.deepEqual(await readdir(join(folder, 'tmp')), []);
  });

  it('samples one CPU for a time', async () => {
    const { start, read } = await guest('cpu');
    assert.equal((await start('99', '1', '-C', '0')).exitCode, 0);
    assert.match(await read('called'), / -C 0 -o \S+ -- timeout -k 5 61 sleep 1/);
  });

  it('shows symbols, allows the rate, and puts both back, also after SIGTERM', async () => {
    const { start, read, folder } = await guest('settings', { pointers: '2', rate: '100' });
    const running = start('999', '20', '--', 'sleep', '20');
    while (!(await read('called').catch(() => '')).includes('sleep')) await pause(20);
    assert.equal(await read('meanwhile'), '1\n999\n');
    running.kill('SIGTERM');
    assert.equal((await running).exitCode, 143);
    assert.deepEqual(
      [await read('kptr_restrict'), await read('perf_event_max_sample_rate')],
      ['2\n', '100\n'],
    );
    assert.deepEqual(await readdir(join(folder, 'tmp')), []);
  });

  it('fails when samples were lost, after it printed the rest', async () => {
    const { start } = await guest('lost', { lost: 3 });
    const { stdout, stderr, exitCode } = await start('999', '5', '--', 'true');
    assert.match(stdout, /lost=3 /);
    assert.equal(exitCode, 1);
    assert.match(stderr, /3 times samples were lost/);
  });

  it('refuses wrong words and says when there is no perf', async () => {
    const { start } = await guest('words');
    for (const words of [
      '',
      '9',
      '9 9',
      '9 x -- ls',
      '09 9 -- ls',
      '9 9 --',
      '9 9 -C',
      '9 9 -C x',
      '9 9 ls',
    ]) {
      assert.equal((await start(...words.split(' '))).exitCode, 2, words);
    }
    const env = { NETKNEE_SYSCTL: '/nonexistent', PATH: '/nonexistent' };
    const absent = await execa('/bin/sh', [script, '9', '9', '--', 'ls'], {
      env,
      extendEnv: false,
      reject: false,
    });
    assert.deepEqual([absent.exitCode, absent.stderr], [1, 'perf-stacks.sh: no perf: install linux-perf']);
  });
});
