import { naturalOrder } from '../cells/natural-order.js';
import type { Block, Inline } from '../document/document.js';
import { damageBlocks, heading, joinInlines, noticeBlocks, paragraph } from '../document/document-parts.js';
import type { Clock, Manifest, Notice } from '../types.js';
import { REAL_CLOCK } from './report-trust.js';

/** Digits of a digest or commit that people compare by eye. */
const SHORT = 12;

/** The answers before anything else, then what speaks against them: notices, warnings open and notes shut. */
export function openingBlocks(
  { run }: Manifest,
  notices: readonly Notice[],
  damage: readonly string[] = [],
  answers: readonly Block[] = [],
): Block[] {
  const of = (severity: Notice['severity']) => notices.filter((notice) => notice.severity === severity);
  const notes = of('info');
  return [
    heading(1, `netknee run ${run}`),
    ...damageBlocks(damage),
    ...answers,
    ...(notices.length > 0 ? [heading(2, 'Notices')] : []),
    ...noticeBlocks(of('warning')),
    ...(notes.length === 0
      ? []
      : [
          {
            kind: 'details' as const,
            summary: notes.length === 1 ? '1 note' : `${notes.length} notes`,
            blocks: noticeBlocks(notes),
          },
        ]),
  ];
}

/** What was run, where, on which clocks, with which builds, and which could not be had. */
export function runBlocks(manifest: Manifest): Block[] {
  const sentences = [
    whatWasRun(manifest),
    howFarItCame(manifest),
    where(manifest),
    clocks(manifest),
    variants(manifest),
  ];
  return [paragraph(...joinInlines(sentences, ' ')), ...unavailableBlocks(manifest)];
}

export function shortDigest(digest: string): Inline {
  return { code: digest.slice(0, SHORT) };
}

function whatWasRun({ plan, netknee, scenarios }: Manifest): Inline[] {
  const names = scenarios.map(({ name }) => [{ code: name }]);
  return [
    `netknee ${netknee.version} (commit `,
    shortDigest(netknee.commit),
    ') ran ',
    ...(names.length > 0 ? joinInlines(names, ' and ') : ['no scenario']),
    ' with profile ',
    { code: plan.profile },
    `, seed ${plan.seed}, plan `,
    shortDigest(plan.digest),
    '.',
  ];
}

function howFarItCame({ plan, trials, startedAt, endedAt }: Manifest): Inline[] {
  const count = (status: string) => trials.filter((trial) => trial.status === status).length;
  const missing = plan.trials.filter(({ id }) => !trials.some((trial) => trial.id === id)).length;
  const end = endedAt === null ? 'has not ended' : `ended at ${endedAt}`;
  return [
    `It began at ${startedAt} and ${end}; of ${plan.trials.length} trials ${count('done')} are done, ` +
      `${count('disturbed')} disturbed, ${count('failed')} failed and ${missing} not run.`,
  ];
}

function where({ host }: Manifest): Inline[] {
  const words = ['cpu', 'kernel'].flatMap((name) =>
    host[name] === undefined ? [] : [`${name} ${host[name]}`],
  );
  return [`Host: ${words.join(', ') || 'not recorded'}.`];
}

function clocks({ plan, trials, artifacts }: Manifest): Inline[] {
  const accelerators = (clock: Clock) => {
    const ids = new Set(plan.trials.filter((trial) => trial.clock === clock).map(({ id }) => id));
    const names = trials.filter(({ id }) => ids.has(id)).map(({ accelerator }) => accelerator);
    return [...new Set(names)].sort(naturalOrder);
  };
  const kernels = [...new Set(plan.trials.map(({ kernel }) => kernel))].sort(naturalOrder).map((name) => {
    const made = artifacts.find((artifact) => artifact.kind === 'kernel' && artifact.name === name);
    return made?.details.version === undefined ? name : `${name} (${made.details.version})`;
  });
  const remark = (clock: Clock, names: readonly string[]) => {
    if (clock === 'instructions') return 'it counts instructions, and idle time is skipped';
    // Emulated processors take turns on the host's: only what one boot compares with itself holds. VirtualBox calls
    // itself oracle, and does not emulate them.
    return names.every((name) => REAL_CLOCK.test(name))
      ? 'on the wall clock'
      : 'without KVM only its ratios count';
  };
  const words = [...new Set(plan.trials.map(({ clock }) => clock))].sort(naturalOrder).map((clock) => {
    const names = accelerators(clock);
    if (names.length === 0) return `${clock} (no trial ran)`;
    return `${clock} (${names.join(', ')}; ${remark(clock, names)})`;
  });
  return [`Clocks: ${words.join(', ')}. Guest kernels: ${kernels.join(', ')}.`];
}

function variants({ artifacts }: Manifest): Inline[] {
  const built = artifacts.filter(({ kind }) => kind === 'variant');
  if (built.length === 0) return ['Variants: none.'];
  const words = built.map(({ name, details, sha256 }): Inline[] => {
    const known = [details.version, details.source].filter((detail) => detail !== undefined);
    return [`${name} (${[...known, 'sha256 '].join('; ')}`, shortDigest(sha256), ')'];
  });
  return ['Variants: ', ...joinInlines(words, ', '), '.'];
}

function unavailableBlocks({ unavailable }: Manifest): Block[] {
  if (unavailable.length === 0) return [];
  const items = unavailable.map(({ name, reason, remedy }): Inline[] => [
    { strong: name },
    `: ${reason}. Remedy: ${remedy}`,
  ]);
  return [heading(3, 'Variants not in this run'), { kind: 'list', items }];
}
