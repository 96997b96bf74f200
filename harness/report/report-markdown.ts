import type { Manifest, Notice } from '../types.js';
import { openingMarkdown } from './report-opening.js';
import { repeatMarkdown } from './report-repeat.js';
import { type ScenarioSection, scenarioMarkdown } from './report-scenario.js';
import { artifactsTable, trialsTable } from './report-trials.js';
import { tableMarkdown } from './table-markdown.js';

export interface ReportParts {
  manifest: Manifest;
  /** The manifest's notices and those the numbers gave rise to. */
  notices: readonly Notice[];
  sections: readonly ScenarioSection[];
}

/** report.md: what was run and its notices, every scenario, the trials, and how to repeat it. */
export function reportMarkdown({ manifest, notices, sections }: ReportParts): string {
  const parts = [
    openingMarkdown(manifest, notices),
    ...sections.map(scenarioMarkdown),
    `## Trials\n\n${tableMarkdown(trialsTable(manifest)).trimEnd()}`,
    `## Artifacts\n\n${tableMarkdown(artifactsTable(manifest)).trimEnd()}`,
    repeatMarkdown(manifest),
  ];
  return `${parts.join('\n\n')}\n`;
}
