import { isByChance } from '../cells/nondeterministic.js';
import { bootMediansOf, type SummaryRow } from '../cells/summary-row.js';
import type { Block, Inline } from '../document/document.js';
import { paragraph } from '../document/document-parts.js';
import { AGREEMENT_LIMIT } from '../effects/agreement.js';
import { relativeDifference } from '../stats/relative-difference.js';
import type { FactSource, Manifest } from '../types.js';
import { formatPercent } from '../words/format.js';

/** What a reader asks after the answers. */
export interface Trust {
  /** How far the figures of a run can be trusted, in a line. */
  words: string;
  /** Commands that say whether a machine has the effect. */
  commands: string[];
}

/** How far the figures of a run can be trusted, and how readers learn whether a machine of theirs has this. */
export function trustOf(manifest: Manifest, summary: readonly SummaryRow[]): Trust {
  const parts = [clockTrust(manifest), trialTrust(manifest), ...repeatTrust(manifest, summary)];
  return { words: parts.join(' · '), commands: ['npx netknee check', ...factCommands(manifest)] };
}

/** Both as a line each. */
export function trustBlocks({ words, commands }: Trust): Block[] {
  const check = commands.flatMap((command): Inline[] => [' · ', { code: command }]).slice(1);
  return [
    paragraph({ strong: 'Trust:' }, ` ${words}.`),
    paragraph({ strong: 'Do you have it?' }, ' ', ...check),
  ];
}

/** What reads by hand the facts that the checks of a run's scenarios look at, each once. */
function factCommands({ scenarios }: Manifest): string[] {
  const facts = scenarios.flatMap(({ check }) => check?.facts ?? []);
  return [...new Set(facts.flatMap(({ from }) => commandOf(from)))];
}

function commandOf(from: FactSource): string[] {
  switch (from.read) {
    case 'kernel':
      return ['uname -r'];
    case 'version':
      return [from.command.join(' ')];
    case 'lines':
      return [`wc -l ${from.file}`];
    case 'printed lines':
      return [`${from.command.join(' ')} | wc -l`];
    case 'sum':
      return from.of.flatMap(commandOf);
    case 'entries':
      return [`ls ${from.folder} | wc -l`];
    case 'sysctl':
      return [];
    case 'livepatched':
      return [];
  }
}

/** Accelerators under which a wall clock is that of the processor; a machine of the user's own says itself. */
export const REAL_CLOCK = /kvm|oracle|^own machine$/i;

function clockTrust({ plan, trials }: Manifest): string {
  const wall = new Set(plan.trials.filter(({ clock }) => clock === 'wall').map(({ id }) => id));
  const accelerators = trials.filter(({ id }) => wall.has(id)).map(({ accelerator }) => accelerator);
  if (wall.size === 0) return 'instructions counted, no wall clock';
  if (accelerators.length === 0) return 'no trial of the wall clock ran';
  return accelerators.every((name) => REAL_CLOCK.test(name))
    ? 'the wall clock is real'
    : 'no KVM: of the wall clock ratios only';
}

function trialTrust({ plan, trials }: Manifest): string {
  const of = (status: string) => trials.filter((trial) => trial.status === status).length;
  const others = (['disturbed', 'failed'] as const).filter((status) => of(status) > 0);
  const done = `${of('done')} of ${plan.trials.length} trials done`;
  return [done, ...others.map((status) => `${of(status)} ${status}`)].join(', ');
}

function repeatTrust(manifest: Manifest, summary: readonly SummaryRow[]): string[] {
  const metrics = new Map(manifest.scenarios.map((scenario) => [scenario.name, scenario.metrics]));
  const byChance = (row: SummaryRow): boolean => isByChance(row, metrics.get(row.scenario) ?? []);
  const times = summary.filter(
    (row) => row.clock === 'instructions' && row.boots > 1 && row.unit === 'ns' && !byChance(row),
  );
  if (times.length === 0) return [];
  const same = times.filter((row) => relativeDifference(bootMediansOf(row)) <= AGREEMENT_LIMIT);
  // Boots of mirrored orders differ by what the order does, too: that is no failure to repeat.
  const words = manifest.plan.trials.some(({ mirrored }) => mirrored) ? 'agree in mirrored orders' : 'repeat';
  return [
    `${same.length} of ${times.length} instruction-clock times ${words} within ${formatPercent(AGREEMENT_LIMIT)}`,
  ];
}
