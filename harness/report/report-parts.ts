import type { SummaryRow } from '../cells/summary-row.js';
import { claimsTable, verdictBlocks } from '../claims/claims-table.js';
import { type JudgedClaim, judgeClaims } from '../claims/judge.js';
import { lookError } from '../claims/look-error.js';
import { answersOf } from '../claims/scenario-answer.js';
import { sweepTables } from '../claims/sweep-table.js';
import type { Table } from '../document/table.js';
import { exactAgreement, mirroredTrials } from '../effects/agreement.js';
import { statisticsTables } from '../effects/statistics-tables.js';
import { buildFigures } from '../figures/build-figures.js';
import type { Figure } from '../figures/figure.js';
import { STYLE } from '../figures/style.js';
import type { Manifest, ScenarioDescription, StoredAttachment } from '../types.js';
import { attachmentTables } from './attachment-tables.js';
import { computedNotices } from './computed-notices.js';
import { type DrawnFigure, evidenceGroups } from './evidence.js';
import { answerBlocks } from './report-answer.js';
import { claimBlocks } from './report-claims.js';
import type { ReportParts } from './report-document.js';
import type { ScenarioSection } from './report-scenario.js';
import { type Trust, trustBlocks, trustOf } from './report-trust.js';
import { buildTables } from './tables.js';

/** Everything that a run's report says, before any format. */
export interface Conclusions {
  /** Of the page: report.md and report.html. */
  parts: ReportParts;
  judged: JudgedClaim[];
  trust: Trust;
  /** In the order of the page. */
  tables: Table[];
  figures: Figure[];
  /** Of each scenario the table and the figure that show its answer, and one figure of what a change does: what a paper takes. */
  best: { tables: Table[]; figures: Figure[] };
}

/** Judges, computes and lays out; the same cells and attachments give the same conclusions. */
export function conclude(
  manifest: Manifest,
  summary: readonly SummaryRow[],
  attachments: readonly StoredAttachment[],
  damage: readonly string[] = [],
): Conclusions {
  const scenarios = manifest.scenarios.map((scenario) =>
    ofScenario(scenario, manifest, summary, attachments),
  );
  const judged = scenarios.flatMap((one) => one.judged);
  // What was lost comes before what the run itself had to say.
  const notices = [...computedNotices(manifest, summary), ...manifest.notices];
  const answers = answerBlocks(
    manifest,
    scenarios.map(({ section, judged }) => ({ ...section, judged })),
  );
  const trust = trustOf(manifest, summary);
  return {
    trust,
    parts: {
      manifest,
      damage,
      answers: [...answers, ...trustBlocks(trust)],
      notices,
      verdicts: verdictBlocks(judged),
      sections: scenarios.map(({ section }) => section),
    },
    judged,
    tables: scenarios.flatMap(({ tables }) => tables),
    figures: scenarios.flatMap(({ figures }) => figures),
    best: {
      tables: scenarios.flatMap(({ section: { table } }) => (table === undefined ? [] : [table])),
      figures: [
        ...scenarios.flatMap(({ section: { figure } }) => (figure === undefined ? [] : [figure])),
        ...scenarios.flatMap(({ change }) => change).slice(0, 1),
      ],
    },
  };
}

interface ScenarioConclusions {
  section: ScenarioSection;
  judged: JudgedClaim[];
  tables: Table[];
  figures: Figure[];
  /** What changes do, boot by boot. */
  change: Figure[];
}

function ofScenario(
  scenario: ScenarioDescription,
  manifest: Manifest,
  summary: readonly SummaryRow[],
  attachments: readonly StoredAttachment[],
): ScenarioConclusions {
  const { plan, unavailable } = manifest;
  const rows = summary.filter((row) => row.scenario === scenario.name);
  const judged = judgeClaims(
    scenario,
    rows,
    unavailable.map(({ name }) => name),
    lookError(plan),
  );
  const { profile } = plan;
  const sweeps = (scenario.sweeps ?? []).flatMap((spec) => sweepTables(spec, scenario, rows));
  const declared = scenario.tables.map((spec) => ({ ...spec, tables: buildTables(spec, scenario, rows) }));
  const statistics = statisticsTables(scenario, rows, profile);
  const shown = attachmentTables(scenario.name, attachments);
  const plain = scenario.figures.map((spec) => ({
    spec,
    figures: buildFigures(spec, scenario, rows, profile, attachments),
  }));
  const found = answersOf([scenario], judged).some(({ outcome }) => outcome === 'reproduced');
  const drawn = withFindings(scenario, plain, found);
  const best = bestOf(scenario, declared, drawn);
  const groups = evidenceGroups(scenario, declared, drawn);
  const all = judged.length > 0 ? [claimsTable(scenario.name, judged)] : [];
  return {
    section: {
      scenario,
      ...best,
      claims: claimBlocks(manifest, scenario, judged, groups),
      groups,
      statistics: [...sweeps, ...statistics],
      shown,
      agreement: exactAgreement(rows, scenario.metrics, mirroredTrials(plan)),
    },
    judged,
    tables: [...all, ...sweeps, ...declared.flatMap(({ tables }) => tables), ...statistics, ...shown],
    figures: drawn.flatMap(({ figures }) => figures),
    change: drawn.flatMap(({ spec, figures }) => (spec.kind === 'before-after' ? figures : [])),
  };
}

/**
 * Each figure with what it shows for a title, and what it is of below that. The answer's figure, the first of its kind, shows what the
 * scenario says where that is so, and is called by it; the others say their numbers.
 */
function withFindings(
  { answer }: ScenarioDescription,
  drawn: readonly DrawnFigure[],
  isReproduced: boolean,
): DrawnFigure[] {
  const titled = (figure: Figure, finding: string): Figure => {
    const title = { ...(STYLE.title as object), text: finding, subtitle: figure.title, subtitleFontSize: 12 };
    return { ...figure, spec: { ...figure.spec, title } as Figure['spec'] };
  };
  const said = (figure: Figure, ofAnswer: boolean): Figure => {
    if (ofAnswer && answer?.finding !== undefined)
      return { ...titled(figure, answer.finding), title: answer.finding };
    return figure.finding === undefined ? figure : titled(figure, figure.finding);
  };
  return drawn.map((one) => ({
    ...one,
    figures: one.figures.map((figure, i) =>
      said(figure, isReproduced && i === 0 && one.spec.name === answer?.figure),
    ),
  }));
}

/** The figure and the table that the scenario's answer names: the first of theirs that was measured, else the first of all. */
function bestOf(
  { answer }: ScenarioDescription,
  declared: readonly { name: string; tables: Table[] }[],
  drawn: readonly DrawnFigure[],
): Pick<ScenarioSection, 'figure' | 'table'> {
  const named = <T extends { name: string }>(items: readonly T[], name: string | undefined): readonly T[] =>
    [...items].sort((a, b) => Number(b.name === name) - Number(a.name === name));
  // Without an answer there is no card for it: it stays among the others.
  if (answer === undefined) return {};
  return {
    figure: named(
      drawn.map(({ spec, figures }) => ({ name: spec.name, figures })),
      answer?.figure,
    ).flatMap(({ figures }) => figures)[0],
    table: named(declared, answer?.table).flatMap(({ tables }) => tables)[0],
  };
}
