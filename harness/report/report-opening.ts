import type { Lane, Manifest, Notice } from '../types.js';
import { levelsOf } from './cell.js';
import { SPREAD_NOTE } from './format.js';
import { codeSpan, escapeMarkdown } from './markdown-escape.js';
import { naturalOrder } from './natural-order.js';

/** Digits of a digest or commit that people compare by eye. */
const SHORT = 12;

/** Title, one paragraph on what was run, then the notices, before any number. */
export function openingMarkdown(manifest: Manifest, notices: readonly Notice[]): string {
  return [
    `# netknee run ${escapeMarkdown(manifest.run)}`,
    [whatWasRun(manifest), howFarItCame(manifest), where(manifest), lanes(manifest), variants(manifest)].join(
      ' ',
    ),
    noticesMarkdown(notices),
    `**How to read the numbers.** ${escapeMarkdown(SPREAD_NOTE)}`,
    unavailableMarkdown(manifest),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

export function shortDigest(digest: string): string {
  return codeSpan(digest.slice(0, SHORT));
}

function whatWasRun({ plan, netknee, scenarios }: Manifest): string {
  const names = scenarios.map(({ name }) => codeSpan(name)).join(' and ') || 'no scenario';
  const by = `netknee ${escapeMarkdown(netknee.version)} (commit ${shortDigest(netknee.commit)})`;
  return `${by} ran ${names} with profile ${codeSpan(plan.profile)}, seed ${plan.seed}, plan ${shortDigest(plan.digest)}.`;
}

function howFarItCame({ plan, trials, startedAt, endedAt }: Manifest): string {
  const count = (status: string) => trials.filter((trial) => trial.status === status).length;
  const missing = plan.trials.filter(({ id }) => !trials.some((trial) => trial.id === id)).length;
  const end = endedAt === null ? 'has not ended' : `ended at ${escapeMarkdown(endedAt)}`;
  return (
    `It began at ${escapeMarkdown(startedAt)} and ${end}; of ${plan.trials.length} trials ${count('done')} are done, ` +
    `${count('marked')} marked, ${count('failed')} failed and ${missing} not run.`
  );
}

function where({ host }: Manifest): string {
  const words = ['cpu', 'kernel'].flatMap((name) =>
    host[name] === undefined ? [] : [`${name} ${escapeMarkdown(host[name])}`],
  );
  return `Host: ${words.join(', ') || 'not recorded'}.`;
}

function lanes({ plan, trials }: Manifest): string {
  const accelerators = (lane: Lane) => {
    const ids = new Set(plan.trials.filter((trial) => trial.lane === lane).map(({ id }) => id));
    const names = trials.filter(({ id }) => ids.has(id)).map(({ accelerator }) => accelerator);
    return [...new Set(names)].sort(naturalOrder);
  };
  const kernels = [...new Set(plan.trials.map(({ kernel }) => kernel))]
    .sort(naturalOrder)
    .map(escapeMarkdown);
  const remark = (lane: Lane, names: readonly string[]) => {
    if (lane === 'exact') return 'its clock counts instructions, so its times are virtual';
    // Emulated processors take turns on the host's: only what one boot compares with itself holds.
    return names.every((name) => /kvm/i.test(name))
      ? 'on the real clock'
      : 'without KVM only its ratios count';
  };
  const words = levelsOf(plan.trials, 'lane').map((level) => {
    const lane = level as Lane;
    const names = accelerators(lane);
    if (names.length === 0) return `${lane} (no trial ran)`;
    return `${lane} (${names.map(escapeMarkdown).join(', ')}; ${remark(lane, names)})`;
  });
  return `Lanes: ${words.join(', ')}. Guest kernels: ${kernels.join(', ')}.`;
}

function variants({ artifacts }: Manifest): string {
  const built = artifacts.filter(({ kind }) => kind === 'variant');
  const words = built.map(({ name, details, sha256 }) => {
    const known = [details.version, details.source]
      .filter((detail) => detail !== undefined)
      .map(escapeMarkdown);
    return `${escapeMarkdown(name)} (${[...known, `sha256 ${shortDigest(sha256)}`].join('; ')})`;
  });
  return `Variants: ${words.join(', ') || 'none'}.`;
}

/** Warnings before information, otherwise in the order they came. */
function noticesMarkdown(notices: readonly Notice[]): string {
  const line = ({ severity, text }: Notice) =>
    `> - **${severity === 'warning' ? 'Warning' : 'Note'}:** ${escapeMarkdown(text)}`;
  const [warnings, notes] = ['warning', 'info'].map((s) => notices.filter(({ severity }) => severity === s));
  return [...warnings!, ...notes!].map(line).join('\n');
}

function unavailableMarkdown({ unavailable }: Manifest): string {
  if (unavailable.length === 0) return '';
  const lines = unavailable.map(
    ({ name, reason, remedy }) =>
      `- **${escapeMarkdown(name)}**: ${escapeMarkdown(reason)}. Remedy: ${escapeMarkdown(remedy)}`,
  );
  return `## Variants not in this run\n\n${lines.join('\n')}`;
}
