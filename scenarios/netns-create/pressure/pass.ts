import {
  ascending,
  inLongProfiles,
  type Pass,
  type StepDraft,
  schedule,
  sections,
  sh,
  type Trial,
} from '../../../harness/index.js';
import { callGraphAttachment, callGraphOf, parseCallGraph } from '../diagnosis/call-graph.js';
import { parseSettled } from '../parse.js';
import { filled, ipNetns, prepared, settled } from '../reach.js';
import { endAttachments, endedAt, hasGraph, parseAdds, parseLimit, parseReached } from './parse.js';

/** Less than a namespace was ever seen to take here (196 to 230 kB), so that the highest level can't be reached. */
const NAMESPACE_KB = 190;
const LEVELS = 40;
/** Adds of one variant at one level. */
const ADDS = 3;
/** perf itself needs memory, and so does each namespace that it watches come into being. */
const GRAPH_ADDS = { plain: 3, sampled: 12 };

/** Levels for a machine of this size: 40 steps of a fortieth of the namespaces that can't all be. */
export const pressureLevels = (memoryMb: number): number[] => {
  const most = (memoryMb * 1024) / NAMESPACE_KB;
  return Array.from({ length: LEVELS }, (_, i) => Math.floor((most * (i + 1)) / LEVELS));
};

const script = (...words: (string | number)[]): StepDraft => sh('guest/pressure.sh', ...words);

const unlimited: StepDraft = {
  ...script('unlimited'),
  title: 'lift the limit on namespaces',
  deadlineS: 30,
  parse: parseLimit,
};

function atLevel(trial: Trial, level: number, previous: number): StepDraft[] {
  const file = (action: string) => `schedules/${action}-${level}.tsv`;
  const lines = (action: 'add' | 'delete') =>
    Array.from({ length: ADDS }, (_, i) =>
      trial.variants.map((variant) => ipNetns(variant, i, action, `pressure-${variant}-${i}`)),
    ).flat();
  const fill = filled(level, previous);
  return [
    {
      ...script('fill', level, ...fill.argv),
      title: fill.title,
      parse: (stdout) => parseReached(stdout, level),
      attachments: endAttachments,
    },
    {
      ...script('add', level, file('add'), file('delete'), ...settled(trial, level).argv),
      title: `add under pressure at ${level}`,
      deadlineS: 900,
      files: { [file('add')]: schedule(lines('add')), [file('delete')]: schedule(lines('delete')) },
      parse: (stdout) => parseAdds(stdout, level),
      doubts: (stdout) => parseSettled(sections(stdout).get('wait') ?? ''),
      attachments: endAttachments,
    },
    ...trial.variants.map((variant) => graphWhenLow(trial, level, variant)),
  ];
}

/** The call graph of adds on a machine that has next to no memory left, once. Perf works on the disk: /tmp is memory. */
function graphWhenLow(trial: Trial, level: number, variant: string): StepDraft {
  const graph = callGraphOf(trial, level, variant, GRAPH_ADDS);
  return {
    ...graph,
    title: `call graph of ${variant} under pressure at ${level}`,
    argv: script('low', variant, 'env', 'TMPDIR=/var/tmp', ...graph.argv).argv,
    factors: { variant, condition: 'pressure' },
    parse: (stdout) => (hasGraph(stdout) ? parseCallGraph(stdout) : []),
    attachments: (stdout) =>
      hasGraph(stdout) ? [callGraphAttachment(stdout, 'call-graph-pressure', ' under memory pressure')] : [],
  };
}

/**
 * Host seconds without KVM, measured on two cores: a boot with its call graphs and the silence that most of the wall clock's end in, a
 * level, a namespace of the filler, and what each that exists adds for a variant that scans.
 */
const BASE_S = { instructions: 60, wall: 300 };
const LEVEL_S = { instructions: 1, wall: 2 };
const NAMESPACE_S = { instructions: 0.004, wall: 0.005 };
const SCAN_S = { instructions: 0.00005, wall: 0.00015 };

/** Namespaces until the machine has no more to give: where the end is, and how latency goes there. */
export const pressure: Pass = {
  name: 'pressure',
  title: 'namespaces until there is no more memory',
  boots: inLongProfiles({ standard: { instructions: 2, wall: 0 }, paper: { instructions: 2, wall: 6 } }),
  levels: (_, memoryMb) => pressureLevels(memoryMb),
  steps: ascending((trial) => [prepared(trial), unlimited], atLevel),
  estimateS: ({ clock, levels, variants }) => {
    const scanners = variants.filter((variant) => variant !== 'upstream').length;
    return levels.reduce(
      (sum, n) => sum + LEVEL_S[clock] + ADDS * 2 * scanners * n * SCAN_S[clock],
      BASE_S[clock] + NAMESPACE_S[clock] * (levels.at(-1) ?? 0),
    );
  },
  crashExpected: endedAt,
};
