import type { SummaryRow } from '../cells/summary-row.js';
import { claimsTable, verdictBlocks } from '../claims/claims-table.js';
import { type JudgedClaim, judgeClaims } from '../claims/judge.js';
import { lookError } from '../claims/look-error.js';
import { answerBlocks } from '../claims/scenario-answer.js';
import { sweepTables } from '../claims/sweep-table.js';
import type { Block } from '../document/document.js';
import { heading } from '../document/document-parts.js';
import type { Table } from '../document/table.js';
import { exactAgreement, mirroredTrials } from '../effects/agreement.js';
import { statisticsTables } from '../effects/statistics-tables.js';
import { buildFigures } from '../figures/build-figures.js';
import type { Figure } from '../figures/figure.js';
import type { Manifest, ScenarioDescription, StoredAttachment } from '../types.js';
import { attachmentTables } from './attachment-tables.js';
import { computedNotices } from './computed-notices.js';
import type { ReportParts } from './report-document.js';
import type { ScenarioSection } from './report-scenario.js';
import { buildTables } from './tables.js';

/** Everything that a run's report says, before any format. */
export interface Conclusions {
  /** Of the page: report.md and report.html. */
  parts: ReportParts;
  judged: JudgedClaim[];
  /** In the order of the page. */
  tables: Table[];
  figures: Figure[];
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
  const notices = [...manifest.notices, ...computedNotices(manifest, summary)];
  const verdicts = verdictBlocks(judged);
  const answers = answerBlocks(manifest.scenarios, judged, manifest.plan.sequential);
  return {
    parts: {
      manifest,
      damage,
      answers,
      notices,
      verdicts,
      sections: scenarios.map(({ section }) => section),
    },
    judged,
    tables: scenarios.flatMap(({ tables }) => tables),
    figures: scenarios.flatMap(({ figures }) => figures),
  };
}

interface ScenarioConclusions {
  section: ScenarioSection;
  judged: JudgedClaim[];
  tables: Table[];
  figures: Figure[];
}

function ofScenario(
  scenario: ScenarioDescription,
  { plan, unavailable }: Manifest,
  summary: readonly SummaryRow[],
  attachments: readonly StoredAttachment[],
): ScenarioConclusions {
  const rows = summary.filter((row) => row.scenario === scenario.name);
  const judged = judgeClaims(
    scenario,
    rows,
    unavailable.map(({ name }) => name),
    lookError(plan),
  );
  const { profile } = plan;
  const sweeps = (scenario.sweeps ?? []).flatMap((spec) => sweepTables(spec, scenario, rows));
  const claims = [...(judged.length > 0 ? [claimsTable(scenario.name, judged)] : []), ...sweeps];
  const tables = scenario.tables.flatMap((spec) => buildTables(spec, scenario, rows));
  const statistics = statisticsTables(scenario, rows, profile);
  const shown = attachmentTables(scenario.name, attachments);
  const figures = scenario.figures.flatMap((spec) =>
    buildFigures(spec, scenario, rows, profile, attachments),
  );
  return {
    section: {
      scenario,
      claims: claims.flatMap(titled),
      tables,
      statistics: [...statistics, ...shown].flatMap(titled),
      figures,
      agreement: exactAgreement(rows, scenario.metrics, mirroredTrials(plan)),
    },
    judged,
    tables: [...claims, ...tables, ...statistics, ...shown],
    figures,
  };
}

const titled = (table: Table): Block[] => [heading(3, table.title), { kind: 'table', table }];
