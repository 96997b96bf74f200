/** What on a guest's console, or in its kernel's log, makes its trial doubtful. */
const TROUBLE: { pattern: RegExp; name: string }[] = [
  { pattern: /Kernel panic - not syncing/, name: 'kernel panic' },
  { pattern: /\bOops: |general protection fault|BUG: unable to handle/, name: 'oops' },
  { pattern: /kernel BUG at /, name: 'kernel BUG' },
  { pattern: /BUG: KASAN|BUG: KFENCE|BUG: KCSAN|UBSAN: /, name: 'sanitizer' },
  {
    pattern:
      /possible (circular|recursive|irq lock inversion)|inconsistent lock state|suspicious RCU usage|held lock freed|Possible unsafe locking scenario/,
    name: 'lock validator',
  },
  { pattern: /soft lockup - CPU/, name: 'soft lockup' },
  { pattern: /hard LOCKUP|NMI watchdog: Watchdog detected hard/, name: 'hard lockup' },
  // Kernels before 4.20 say it without `rcu: `.
  { pattern: /INFO: rcu\w* (self-)?detected (expedited )?stall/, name: 'RCU stall' },
  { pattern: /Out of memory: Killed process|invoked oom-killer/, name: 'OOM kill' },
  { pattern: /blocked for more than \d+ seconds/, name: 'hung task' },
  { pattern: /unregister_netdevice: waiting for/, name: 'device held' },
  { pattern: /page allocation failure/, name: 'allocation failure' },
  { pattern: /WARNING: (CPU|possible|suspicious|bad|inconsistent|at )/, name: 'kernel warning' },
  // Whatever else the kernel calls a bug of its own, such as "scheduling while atomic".
  {
    pattern: /\bBUG: (?!unable to handle|KASAN|KFENCE|KCSAN|soft lockup)/,
    name: 'kernel bug report',
  },
];

/** Pure: the kinds of trouble a console log shows, each with the first line that shows it. */
export function consoleTrouble(log: string): string[] {
  const lines = log.split('\n');
  return TROUBLE.flatMap(({ pattern, name }) => {
    const line = lines.find((text) => pattern.test(text));
    return line === undefined ? [] : [`${name}: ${line.trim().slice(0, 160)}`];
  });
}

/** Pure: each kind of trouble once, as it is told first; the console and the kernel's own log tell the same. */
export function troubleOnce(trouble: readonly string[]): string[] {
  const kinds = trouble.map((text) => text.split(':')[0]);
  return trouble.filter((_, i) => kinds.indexOf(kinds[i]) === i);
}

/** Pure: whether a kernel's log, from its start on, has lost lines to later ones; nothing where there is no log. */
export const lostBeginning = (log: string | undefined): string[] =>
  log === undefined || log === '' || /^\S*\[ *0\.0{6}\]/.test(log)
    ? []
    : ["kernel log: it was longer than the kernel's buffer, and its beginning is lost"];
