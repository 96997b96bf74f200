import { sections } from './sections.js';

/** What machine-state.sh printed: items by section, in its order. */
export type MachineState = Map<string, string[]>;

/** One item that stands in only one of two states. */
export interface StateDifference {
  section: string;
  item: string;
  change: 'new' | 'gone';
}

const SECTIONS = ['network-namespaces', 'links', 'mounts', 'sysctls', 'modules', 'tracing'] as const;

/**
 * Output of machine-state.sh.
 * @throws RangeError when a section is missing: a script that was cut off must not pass for a clean machine
 */
export function parseMachineState(stdout: string): MachineState {
  const all = sections(stdout);
  return new Map(
    SECTIONS.map((name) => {
      const text = all.get(name);
      if (text === undefined) throw new RangeError(`the machine's state has no section "${name}"`);
      return [name, text.split('\n').filter((line) => line !== '')];
    }),
  );
}

/** Items of `a` that `b` does not have as often: two equal mounts are two items. */
function missing(a: readonly string[], b: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const item of b) left.set(item, (left.get(item) ?? 0) + 1);
  return a.filter((item) => {
    const count = left.get(item) ?? 0;
    left.set(item, count - 1);
    return count <= 0;
  });
}

/** What changed from one state to the other, section by section, in the order of the former; empty when nothing did. */
export function stateDifferences(before: MachineState, after: MachineState): StateDifference[] {
  return [...before.keys()].flatMap((section): StateDifference[] => {
    const [was, is] = [before.get(section) ?? [], after.get(section) ?? []];
    return [
      ...missing(was, is).map((item) => ({ section, item, change: 'gone' as const })),
      ...missing(is, was).map((item) => ({ section, item, change: 'new' as const })),
    ];
  });
}

/** For people: `left behind: mounts: new /mnt tmpfs netknee`. */
export const differenceWords = ({ section, item, change }: StateDifference): string =>
  `left behind: ${section}: ${change} ${item}`;

/**
 * What remote-restore.sh is told, a line each: `module NAME` unloads, `load NAME` loads, `sysctl KEY VALUE` and `tracing FILE VALUE`
 * set what stood there before. Whatever else changed can't be told from another program's doing.
 * @returns empty when nothing is to be restored
 */
export function restoration(before: MachineState, after: MachineState): string {
  const differences = stateDifferences(before, after);
  const modules = differences
    .filter(({ section }) => section === 'modules')
    .map(({ item, change }) => `${change === 'new' ? 'module' : 'load'} ${item}`);
  const keyOf = (item: string): string => item.split(' ')[0] as string;
  const changed = (name: string): Set<string> =>
    new Set(differences.filter(({ section }) => section === name).map(({ item }) => keyOf(item)));
  const sysctls = [...changed('sysctls')].flatMap((key) =>
    (before.get('sysctls') ?? []).filter((item) => keyOf(item) === key).map((item) => `sysctl ${item}`),
  );
  const tracing = [...changed('tracing')].flatMap((key) => {
    const was = (before.get('tracing') ?? []).filter((item) => keyOf(item) === key);
    // A filter that was empty is written as nothing at all.
    return (was.length === 0 ? [key] : was).map((item) => `tracing ${item}`);
  });
  // The filter last: with a function tracer still set, none would mean every function.
  const order = (line: string): number => (line.startsWith('tracing set_ftrace_filter') ? 1 : 0);
  tracing.sort((a, b) => order(a) - order(b));
  return [...tracing, ...sysctls, ...modules].map((line) => `${line}\n`).join('');
}
