import { EXIT, Failure } from '../../failure.js';
import type { VariantPatch } from '../../types.js';

/**
 * Inserts the patch's line after the one line that equals `after` inside the C function `within`,
 * with that line's indentation. Stronger than a diff: it finds its place in every version of the file,
 * and refuses when there is not exactly one.
 */
export function applyPatch(text: string, patch: VariantPatch): string {
  const lines = text.split('\n');
  const head = new RegExp(`^(?=[A-Za-z_]).*\\b${patch.within}\\(`);
  // What ends in a semicolon before any brace is a declaration.
  const start = lines.findIndex((line, i) => head.test(line) && /^[^;{]*\{/.test(lines.slice(i).join('\n')));
  const length = lines.slice(start).findIndex((line) => line.startsWith('}'));
  const places =
    start < 0 || length < 0
      ? []
      : [...lines.keys()].filter((i) => i > start && i < start + length && lines[i]?.trim() === patch.after);
  const place = places[0];
  if (place === undefined || places.length > 1) {
    throw new Failure({
      what: `${patch.file}: ${places.length} lines "${patch.after}" in ${patch.within}(), where the patch needs exactly one`,
      exit: EXIT.prerequisite,
      remedy: 'This version of the tool is laid out differently; adapt the patch in the scenario.',
    });
  }
  const indentation = /^\s*/.exec(lines[place] as string)?.[0] ?? '';
  return [...lines.slice(0, place + 1), indentation + patch.line, ...lines.slice(place + 1)].join('\n');
}
