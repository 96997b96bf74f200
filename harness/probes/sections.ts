/**
 * Output of a probe that reads several things: each under a line `@@ NAME`.
 * @throws when text stands before the first line of that kind
 */
export function sections(stdout: string): Map<string, string> {
  const result = new Map<string, string>();
  let name: string | undefined;
  for (const line of stdout.split(/(?<=\n)/)) {
    const heading = /^@@ (\S+)\n?$/.exec(line)?.[1];
    if (heading !== undefined) {
      name = heading;
      result.set(name, '');
    } else if (name !== undefined) {
      result.set(name, (result.get(name) ?? '') + line);
    } else if (line.trim() !== '') {
      throw new Error(`output starts with "${line.trim()}" where a line "@@ NAME" is due`);
    }
  }
  return result;
}

/** One section that must be there. */
export function section(all: Map<string, string>, name: string): string {
  const text = all.get(name);
  if (text === undefined) throw new Error(`the output has no section "@@ ${name}"`);
  return text;
}
