import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { testFolder } from './compile.testing.js';
import { parseFunctionGraph } from './ftrace-function.js';

const FIXTURE = new URL('./fixtures/function-graph.txt', import.meta.url);

describe('parseFunctionGraph', () => {
  const timer = 'estimation_timer';
  const call = (startNs: number | null, cpu: number, durationNs: number, name: string | null = timer) => ({
    startNs,
    cpu,
    durationNs,
    function: name,
  });

  it('reads every marker, nested calls, interrupts, switches and lost records', () => {
    const trace = parseFunctionGraph(readFileSync(FIXTURE, 'utf8'));
    assert.deepEqual(trace.calls, [
      call(8_068_742_000, 0, 119_049_300),
      call(8_190_100_000, 0, 1213),
      call(9_000_001_000, 1, 12_345),
      call(10_189_000_000, 0, 3_028_868_000),
      call(11_000_000_000, 1, 1_234_567),
      call(11_100_001_000, 1, 120_001),
      call(15_350_000_000, 1, 500),
      call(15_310_000_000, 0, 2000, 'other_function'),
      call(15_300_000_000, 0, 20_000_500),
      call(16_000_000_000, 0, 500_000, null),
    ]);
    assert.deepEqual(trace.lost, [
      { cpu: 1, events: 12 },
      { cpu: 0, events: null },
    ]);
    assert.equal(trace.unfinished, 1);
    assert.equal(trace.missing, undefined);
  });

  it('reads durations of a trace without absolute times', () => {
    const [first] = parseFunctionGraph(' 0) @ 119049.3 us |  estimation_timer [ip_vs]();\n').calls;
    assert.deepEqual(first, call(null, 0, 119_049_300));
  });

  it('keeps the calls of two tasks on one CPU apart', () => {
    const text = [
      '    1.000000 |   0)               |  f() {',
      '   0)    sh-7    =>   sh-8  ',
      '    1.000100 |   0)               |  g() {',
      '   0)    sh-8    =>   sh-7  ',
      '   0)    sh-7    =>   sh-8  ',
      '    1.000200 |   0) ! 100.000 us  |  }',
    ].join('\n');
    assert.deepEqual(parseFunctionGraph(text).calls, [call(1_000_100_000, 0, 100_000, 'g')]);
  });

  it('does not join an end to a beginning from before lost records', () => {
    const text = [
      '    1.000000 |   0)               |  f() {',
      'CPU:0 [LOST 3 EVENTS]',
      '    9.000000 |   0) ! 100.000 us  |  }',
    ].join('\n');
    assert.deepEqual(parseFunctionGraph(text).calls, [call(8_999_900_000, 0, 100_000, null)]);
  });

  it('says when the kernel lacks the function, and throws on what is no trace', () => {
    assert.deepEqual(parseFunctionGraph('# netknee: no function estimation_timer\n'), {
      calls: [],
      lost: [],
      unfinished: 0,
      missing: timer,
    });
    assert.throws(() => parseFunctionGraph('cat: /sys/kernel/tracing/trace: No such file\n'), /not a line/);
    assert.throws(() => parseFunctionGraph(' 0)   0.5 us |  something\n'), /not a call/);
  });
});

describe('ftrace-function.sh', function () {
  this.timeout(30_000);
  const script = fileURLToPath(new URL('./ftrace-function.sh', import.meta.url));
  const settings: Record<string, string> = {
    current_tracer: 'nop\n',
    trace_clock: '[local] global counter mono\n',
    set_ftrace_filter: '#### all functions enabled ####\n',
    tracing_on: '1\n',
    'options/funcgraph-abstime': '0\n',
    trace: 'old\n',
    available_filter_functions:
      'schedule\nestimation_timer [ip_vs]\nestimation_timer_fn [ip_vs]\nfoo.part.0\n',
  };
  const restored = { ...settings, trace_clock: 'local\n', set_ftrace_filter: '\n', trace: '' };

  /** A folder with the tracer's files, to see what is written to them. */
  async function tracing(name: string, other: Record<string, string> = {}) {
    const folder = join(testFolder(), name);
    await mkdir(join(folder, 'options'), { recursive: true });
    for (const [file, text] of Object.entries({ ...settings, ...other }))
      await writeFile(join(folder, file), text);
    const start = (...words: string[]) =>
      execa(script, words, {
        env: { NETKNEE_TRACING: folder },
        reject: false,
        stripFinalNewline: false,
        timeout: 20_000,
      });
    const read = async () =>
      Object.fromEntries(
        await Promise.all(
          Object.keys(settings).map(async (file) => [file, await readFile(join(folder, file), 'utf8')]),
        ),
      );
    return { start, read, folder };
  }

  it('traces while the command runs, prints the trace, restores the settings', async () => {
    const { start, read } = await tracing('tracing');
    const shows = `cd "$NETKNEE_TRACING" && cat current_tracer trace_clock set_ftrace_filter options/* tracing_on trace
      cat '${fileURLToPath(FIXTURE)}' >trace; exit 7`;
    const { stdout, stderr, exitCode } = await start('estimation_timer', '1', '--', 'sh', '-c', shows);
    assert.equal(stderr, 'function_graph\nmono\nestimation_timer\n1\n1\n');
    assert.equal(parseFunctionGraph(stdout).calls.length, 10);
    assert.equal(exitCode, 7);
    assert.deepEqual(await read(), restored);
  });

  it('restores a filter, and settings after SIGTERM', async () => {
    const { start, read } = await tracing('interrupted', {
      set_ftrace_filter: 'schedule\nestimation_timer [ip_vs]\nschedule:traceoff:unlimited\n',
      'options/funcgraph-abstime': '1\n',
      tracing_on: '0\n',
    });
    const running = start('foo.part.0', '600');
    while ((await read()).tracing_on !== '1\n') await pause(20);
    running.kill('SIGTERM');
    assert.equal((await running).exitCode, 143);
    assert.deepEqual(await read(), {
      ...restored,
      set_ftrace_filter: 'schedule\nestimation_timer\n',
      'options/funcgraph-abstime': '1\n',
      tracing_on: '0\n',
    });
  });

  it('is not misled by settings that somebody left, and leaves them as they were', async () => {
    // Each of them made a timer seem never to run, or its calls be printed otherwise.
    const left: Record<string, string> = {
      set_ftrace_pid: '4242\n',
      set_ftrace_notrace: 'estimation_timer [ip_vs]\nschedule\n',
      set_graph_function: 'schedule\n',
      set_graph_notrace: '#### no functions disabled ####\n',
      tracing_thresh: '50000\n',
      tracing_cpumask: '0\n',
      'options/funcgraph-proc': '1\n',
      'options/latency-format': '1\n',
      'options/funcgraph-duration': '0\n',
      'options/funcgraph-cpu': '1\n',
    };
    const { start, folder } = await tracing('left', left);
    const of = (name: string) => readFile(join(folder, name), 'utf8');
    const shows = 'cd "$NETKNEE_TRACING" && grep -H . set_* tracing_* options/* || :';
    const { stderr, exitCode } = await start('estimation_timer', '1', '--', 'sh', '-c', shows);
    assert.equal(exitCode, 0, stderr);
    const seen = stderr.trimEnd().split('\n');
    for (const name of ['set_ftrace_pid', 'set_ftrace_notrace', 'set_graph_function']) {
      assert.equal(
        seen.some((line) => line.startsWith(`${name}:`)),
        false,
        name,
      );
    }
    for (const line of [
      'tracing_thresh:0',
      'options/funcgraph-proc:0',
      'options/latency-format:0',
      'options/funcgraph-duration:1',
    ]) {
      assert.ok(seen.includes(line), line);
    }
    const mask = seen.find((line) => line.startsWith('tracing_cpumask:'))?.split(':')[1] ?? '';
    const cpus = (await readFile('/sys/devices/system/cpu/possible', 'utf8')).trim().split('-').at(-1);
    assert.equal(BigInt(`0x${mask.replaceAll(',', '')}`), (1n << BigInt(Number(cpus) + 1)) - 1n);
    assert.equal(await of('set_ftrace_notrace'), 'estimation_timer\nschedule\n');
    const unchanged = Object.entries(left).filter(([name]) => name !== 'set_ftrace_notrace');
    for (const [name, text] of unchanged) assert.equal(await of(name), text, name);
  });

  it('says that a kernel lacks the function, touches nothing and runs the command even so', async () => {
    const { start, read } = await tracing('lacking');
    const { stdout, stderr, exitCode } = await start('estimation', '1', '--', 'echo', 'ran');
    assert.deepEqual([stdout, stderr, exitCode], ['# netknee: no function estimation\n', 'ran\n', 0]);
    assert.deepEqual(await read(), settings);
  });

  it('does not take a list of functions that it may not read for a kernel that lacks the function', async () => {
    const { start, read, folder } = await tracing('unreadable');
    await rm(join(folder, 'available_filter_functions'));
    await mkdir(join(folder, 'available_filter_functions'));
    const { stdout, stderr, exitCode } = await start('estimation_timer', '1', '--', 'echo', 'ran');
    assert.deepEqual([stdout, exitCode], ['', 1]);
    assert.match(stderr, /available_filter_functions can't be read/);
    await rm(join(folder, 'available_filter_functions'), { recursive: true });
    await writeFile(
      join(folder, 'available_filter_functions'),
      settings.available_filter_functions as string,
    );
    assert.deepEqual(await read(), settings);
  });

  it('fails without tracefs and refuses wrong words', async () => {
    const env = { NETKNEE_TRACING: '/nonexistent' };
    const absent = await execa(script, ['schedule', '1'], { env, reject: false });
    assert.equal(absent.exitCode, 1);
    assert.match(absent.stderr, /no tracing folder/);
    for (const words of ['', 'f', 'f x', 'f 08', 'f 1 ls', 'f 1 --', 'f* 1']) {
      assert.equal((await execa(script, words.split(' '), { env, reject: false })).exitCode, 2, words);
    }
  });
});
