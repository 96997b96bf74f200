import { GUARANTEE, sequentialWords } from '../claims/scenario-answer.js';
import type { Block } from '../document/document.js';
import { heading, paragraph } from '../document/document-parts.js';
import type { Manifest, Notice } from '../types.js';
import { SPREAD_NOTE } from '../words/format.js';
import { artifactBlocks } from './report-artifacts.js';
import { openingBlocks, runBlocks } from './report-opening.js';
import { repeatBlocks } from './report-repeat.js';
import { type ScenarioSection, scenarioBlocks } from './report-scenario.js';
import { trialBlocks } from './report-trials.js';

export interface ReportParts {
  manifest: Manifest;
  /** What was left out of damaged rows, before anything else. */
  damage?: readonly string[];
  /** The manifest's notices and those the numbers gave rise to. */
  notices: readonly Notice[];
  /** The answer of each scenario, before anything about the run, with how far they can be trusted. */
  answers?: readonly Block[];
  /** How many claims came out how. */
  verdicts?: readonly Block[];
  sections: readonly ScenarioSection[];
}

/** The one document of a run: the answer, its notices, every scenario, and shut behind them the method and the run itself. */
export function reportBlocks({
  manifest,
  damage,
  answers,
  notices,
  verdicts = [],
  sections,
}: ReportParts): Block[] {
  const shut = (summary: string, blocks: readonly Block[]): Block => ({
    ...{ kind: 'details', summary },
    blocks: [...blocks],
  });
  const method = [GUARANTEE, sequentialWords(manifest.plan.sequential)].filter((words) => words !== '');
  return [
    ...openingBlocks(manifest, notices, damage, answers),
    ...sections.flatMap(scenarioBlocks),
    heading(2, 'Method and run'),
    shut('How to read the numbers', [paragraph(SPREAD_NOTE), ...method.map((words) => paragraph(words))]),
    ...(verdicts.length === 0 ? [] : [shut('Verdicts, counted', verdicts)]),
    shut('What was run', runBlocks(manifest)),
    shut(`Trials (${manifest.plan.trials.length})`, trialBlocks(manifest)),
    shut(`Artifacts (${manifest.artifacts.length})`, artifactBlocks(manifest)),
    shut('How to repeat this run', repeatBlocks(manifest)),
  ];
}
