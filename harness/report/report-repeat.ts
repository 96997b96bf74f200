import { naturalOrder } from '../cells/natural-order.js';
import type { Block } from '../document/document.js';
import { paragraph } from '../document/document-parts.js';
import type { Manifest } from '../types.js';
import { shortDigest } from './report-opening.js';

/** The command that makes the same plan again; the clock is named only when there is but one, the shard when it is one. */
export function repeatCommand({ plan, planArguments = [], shard, host }: Manifest): string {
  const inOrder = [...plan.trials].sort((a, b) => a.index - b.index);
  const scenarios = [...new Set(inOrder.map(({ scenario }) => scenario))].sort(naturalOrder);
  const clocks = [...new Set(inOrder.map(({ clock }) => clock))];
  // A scenario of the user's own is named by its folder, which comes first of its arguments.
  const firstOption = planArguments.findIndex((word) => word.startsWith('--'));
  const folders = firstOption === -1 ? planArguments : planArguments.slice(0, firstOption);
  const named = scenarios.filter((name) => !folders.some((folder) => folder.endsWith(`/${name}`)));
  const words = [
    'netknee',
    'run',
    ...named,
    ...folders,
    '--profile',
    plan.profile,
    '--seed',
    String(plan.seed),
  ];
  if (clocks.length === 1) words.push('--clock', clocks[0]!);
  words.push(...planArguments.slice(folders.length));
  // The image's name; its digest follows.
  if (host.image !== undefined) words.push('--image', host.image.split(' ')[0]!);
  else if (host.provider !== undefined) words.push('--provider', host.provider);
  if (shard !== undefined) words.push('--shard', `${shard.index}/${shard.of}`);
  return words.map(shellWord).join(' ');
}

/** How the run is repeated, on what it ran, and where everything it wrote stands. */
export function repeatBlocks(manifest: Manifest): Block[] {
  const host = Object.entries(manifest.host)
    .sort(([a], [b]) => naturalOrder(a, b))
    .map(([name, value]) => [`${name}: ${value}`]);
  return [
    { kind: 'code', language: 'sh', text: repeatCommand(manifest) },
    paragraph(
      'The plan is the same one when its digest begins with ',
      shortDigest(manifest.plan.digest),
      '. The instruction clock should then give the same numbers on any host; the wall clock depends on the host, which here was:',
    ),
    { kind: 'list', items: host.length > 0 ? host : [['not recorded']] },
    paragraph(
      'Beside this page stand ',
      { code: 'manifest.json' },
      ' (all that is needed to repeat the run), ',
      { code: 'observations.csv' },
      ' (every number), ',
      { code: 'summary.csv' },
      ' (every cell), ',
      { code: 'claims.csv' },
      ' (every verdict with its numbers), ',
      { code: 'tables/' },
      ', ',
      { code: 'figures/' },
      ', and ',
      { code: 'raw/' },
      ' with the raw output of every trial, from which all of it can be computed again.',
    ),
  ];
}

/** One word for a POSIX shell, on one line. */
function shellWord(word: string): string {
  const line = word.replace(/\s+/g, ' ');
  return /^[A-Za-z0-9._/=:,-]+$/.test(line) ? line : `'${line.replaceAll("'", "'\\''")}'`;
}
