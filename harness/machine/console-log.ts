/** What on a guest's console makes its trial doubtful. */
const TROUBLE: { pattern: RegExp; name: string }[] = [
  { pattern: /Kernel panic - not syncing/, name: 'kernel panic' },
  { pattern: /\bOops: |general protection fault|BUG: unable to handle/, name: 'oops' },
  { pattern: /kernel BUG at /, name: 'kernel BUG' },
  { pattern: /soft lockup - CPU/, name: 'soft lockup' },
  { pattern: /hard LOCKUP|NMI watchdog: Watchdog detected hard/, name: 'hard lockup' },
  // Kernels before 4.20 say it without `rcu: `.
  { pattern: /INFO: rcu\w* (self-)?detected (expedited )?stall/, name: 'RCU stall' },
  { pattern: /Out of memory: Killed process|invoked oom-killer/, name: 'OOM kill' },
  { pattern: /blocked for more than \d+ seconds/, name: 'hung task' },
];

/** Pure: the kinds of trouble a console log shows, each with the first line that shows it. */
export function consoleTrouble(log: string): string[] {
  const lines = log.split('\n');
  return TROUBLE.flatMap(({ pattern, name }) => {
    const line = lines.find((text) => pattern.test(text));
    return line === undefined ? [] : [`${name}: ${line.trim().slice(0, 160)}`];
  });
}
