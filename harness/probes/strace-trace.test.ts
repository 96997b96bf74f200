import assert from 'node:assert/strict';
import { occurrences, parseStraceTrace, timeIn } from './strace-trace.js';

const LINES = [
  '23:59:59.999990 execve("/sbin/ip", ["ip", "netns"], 0x7ffe /* 16 vars */) = 0 <0.000250>',
  '00:00:00.000300 openat(AT_FDCWD, "/run/netns/a(b) = 3", O_RDONLY) = 5 <0.000010>',
  '00:00:00.000400 sendmsg(4, {msg_name={sa_family=AF_NETLINK}}, 0) = 28 <0.000020>',
  '00:00:00.000500 recvmsg(4, {msg_flags=MSG_TRUNC}, MSG_PEEK|MSG_TRUNC) = 28 <0.000003>',
  '00:00:00.000600 recvmsg(4, {msg_flags=0}, 0) = 28 <0.000004>',
  '00:00:00.000700 close(5) = 0 <0.000001>',
  '00:00:00.000800 --- SIGCHLD {si_signo=SIGCHLD} ---',
  '00:00:00.000900 newfstatat(AT_FDCWD, "/x", 0x7f, 0) = -1 ENOENT (No such file or directory) <0.000014>',
  '00:00:00.001000 exit_group(0)           = ?',
  '00:00:00.001010 +++ exited with 0 +++',
];
const text = (lines = LINES): string => `${lines.join('\n')}\n`;
const ROUND = [['openat'], ['sendmsg'], ['recvmsg'], ['close']];

describe('parseStraceTrace', () => {
  it('gives every call with its time since the first, over midnight too', () => {
    const { calls, spanNs } = parseStraceTrace(text());
    assert.equal(spanNs, 1_020_000);
    assert.deepEqual(
      calls.map(({ name, startNs, durationNs }) => [name, startNs, durationNs]),
      [
        ['execve', 0, 250_000],
        ['openat', 310_000, 10_000],
        ['sendmsg', 410_000, 20_000],
        ['recvmsg', 510_000, 3000],
        ['recvmsg', 610_000, 4000],
        ['close', 710_000, 1000],
        ['newfstatat', 910_000, 14_000],
        ['exit_group', 1_010_000, undefined],
      ],
    );
    assert.deepEqual([calls[1]!.result, calls[6]!.result, calls[7]!.result], ['5', '-1', '?']);
  });

  it('takes a trace with the number of its one process', () => {
    const numbered = text(LINES.map((line) => `590   ${line}`));
    assert.deepEqual(parseStraceTrace(numbered), parseStraceTrace(text()));
    assert.throws(
      () => parseStraceTrace(numbered.replace('590   00:00:00.000400', '591   00:00:00.000400')),
      /second/,
    );
  });

  it('takes no trace of a program that failed, no half a trace and no other text', () => {
    assert.throws(() => parseStraceTrace(text().replace('exited with 0', 'exited with 255')), /not a call/);
    assert.throws(() => parseStraceTrace(text(LINES.slice(0, -1))), /ended well/);
    assert.throws(() => parseStraceTrace('% time     seconds\n'), /not a line of strace/);
  });
});

describe('occurrences', () => {
  const { calls } = parseStraceTrace(text());

  it('takes a repeated call for one place of the pattern', () => {
    assert.equal(occurrences(calls, ROUND), 1);
    assert.equal(occurrences([...calls, ...calls], ROUND), 2);
  });

  it('finds nothing when something stands between, or a place is missing', () => {
    const [exec, open, ...others] = calls;
    assert.equal(occurrences([exec!, open!, exec!, ...others], ROUND), 0);
    assert.equal(
      occurrences(
        calls.filter(({ name }) => name !== 'sendmsg'),
        ROUND,
      ),
      0,
    );
    assert.equal(occurrences(calls.slice(0, 4), ROUND), 0);
  });

  it('begins anew where the first place comes twice', () => {
    const [, open, ...others] = calls;
    assert.equal(occurrences([open!, open!, ...others], ROUND), 1);
  });
});

describe('timeIn', () => {
  it('sums what calls of these names took', () => {
    assert.equal(timeIn(parseStraceTrace(text()).calls, ['recvmsg', 'exit_group']), 7000);
  });
});
