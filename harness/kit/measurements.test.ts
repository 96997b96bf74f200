import assert from 'node:assert/strict';
import { parseUdpProbe, probeMeasurements } from '../probes/udp-probe.js';
import { measured, series } from './measured.js';
import { softirqsBetween, softirqsInWindows } from './softirqs.js';
import { threadShare } from './thread-share.js';
import { timelyRequests } from './timely-requests.js';
import { timerRuns } from './timer-runs.js';
import { medianRatio, UDP_METRICS } from './udp.js';

const named = (all: { metric: string; value: number }[]) =>
  Object.fromEntries(all.map(({ metric: name, value }) => [name, value]));
const packets = (...latencies: (number | '')[]) =>
  latencies.reduce<string>(
    (text, ns, i) => `${text}${i},10,11,${ns === '' ? '' : 10 + ns}\n`,
    'sequence,intended_ns,sent_ns,received_ns\n',
  );

describe('measurements of the kit', () => {
  it('are one of each metric that has a value, or all of one metric in their order', () => {
    assert.deepEqual(measured({ a: 0, b: undefined }, { path: 'x' }), [
      { metric: 'a', iteration: 0, value: 0, factors: { path: 'x' } },
    ]);
    assert.deepEqual(series('a', [5, 4]), [
      { metric: 'a', iteration: 0, value: 5 },
      { metric: 'a', iteration: 1, value: 4 },
    ]);
  });

  it('say how often softirqs ran between two looks, of the CPUs asked for that are online', () => {
    const cpu = (id: number, idle: number, softirq: number) => `cpu${id} 0 0 0 ${idle} 0 0 ${softirq} 0\n`;
    const look = (timers: string, stat: string) => ({
      softirqs: `      CPU0 CPU1 CPU2\nTIMER: ${timers}\n`,
      stat,
    });
    const { metrics, measure } = softirqsBetween([0, 2], 'meanwhile');
    const before = look('1 5 0', cpu(0, 0, 0) + cpu(1, 0, 0));
    const found = named(measure(before, look('8 5 0', cpu(0, 30, 10) + cpu(1, 40, 0))));
    assert.deepEqual(found, { timer_softirqs_cpu0: 7, softirq_share_cpu0: 0.25, softirq_share_mean: 0.125 });
    const names = metrics.map(({ name }) => name);
    assert.ok(names.length === 5 && Object.keys(found).every((name) => names.includes(name)));
  });

  it('say how busy the busiest window is, and all of them by their length', () => {
    const look = (ms: number, idle: number, softirq: number) =>
      `at ${ms * 1e6}\ncpu0 0 0 0 ${idle} 0 0 ${softirq} 0\n`;
    const { metrics, measure } = softirqsInWindows([0], 100);
    const found = named(measure(look(0, 0, 0) + look(100, 5, 5) + look(400, 45, 5)));
    assert.deepEqual(found, {
      softirq_window_max_cpu0: 0.5,
      softirq_window_max_mean: 0.5,
      softirq_window_mean: 0.125,
    });
    assert.deepEqual(
      metrics.map(({ name }) => name),
      Object.keys(found),
    );
  });

  it('say how long a timer runs and rests, on the CPU it must be on, in a whole trace', () => {
    const { metrics, measure } = timerRuns('work_timer');
    const trace = [
      '  10.000000 |    0) @ 300000.0 us |  work_timer();',
      '  10.100000 |    1)   4.300 us    |  work_timer();',
      '  12.300000 |    0) @ 200000.0 us |  work_timer();\n',
    ].join('\n');
    const found = measure(trace, 0);
    assert.deepEqual(
      found.map(({ metric: name, iteration, value }) => [name, iteration, Math.round(value)]),
      [
        ['work_timer_duration', 0, 300e6],
        ['work_timer_duration', 1, 200e6],
        ['work_timer_period', 0, 2.3e9],
      ],
    );
    assert.deepEqual(
      new Set(metrics.map(({ name }) => name)),
      new Set(found.map(({ metric: name }) => name)),
    );
    assert.throws(() => measure(trace, 1), /the timer ran on CPU 0, not 1/);
    const empty = '# tracer: function_graph\n#\n';
    assert.throws(() => measure(empty, 0), /work_timer never ran on CPU 0/);
    assert.deepEqual([measure(empty), measure('# netknee: no function work_timer\n', 0)], [[], []]);
    assert.throws(() => measure(`${trace}CPU:0 [LOST 7 EVENTS]\n`), /lost events/);
    const open = '  14.000000 |    0)               |  work_timer() {\n';
    assert.equal(measure(trace + open).length, 3);
    assert.throws(() => measure(trace + open + open.replace('0)', '1)')), /2 runs .* have no end/);
  });

  it('say what threads took of one CPU, and nothing where there are none', () => {
    assert.equal(threadShare('10.00\n1000\n', '12.00\n500001000\n500000000\n'), 0.5);
    assert.equal(threadShare('10.00\n', '12.00\n'), undefined);
    assert.throws(() => threadShare('10.00\n1\n', '12.00\nnone\n'), /no look at threads: 12\.00 none/);
  });

  it('say which requests a client with a time-out calls errors', () => {
    const { metrics, measure } = timelyRequests(50);
    const found = named(measure(packets(1, 3), packets(1e6, 60e6, '', 2e6)));
    assert.deepEqual([found.tcp_latency_p50, found.tcp_latency_max], [2, 3]);
    assert.deepEqual([found.request_error_share, found.request_in_time_share], [0.5, 0.5]);
    assert.deepEqual(
      metrics.map(({ name }) => name),
      Object.keys(found),
    );
  });

  it('say how much longer a median packet takes than another', () => {
    assert.equal(medianRatio(packets(60, 60, 99), packets(40, 40, 40)), 1.5);
    const given = probeMeasurements(parseUdpProbe(packets(1))).map(({ metric }) => metric);
    assert.deepEqual(new Set(UDP_METRICS.map(({ name }) => name)), new Set(given));
  });
});
