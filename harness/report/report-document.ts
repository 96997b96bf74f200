import type { Block } from '../document/document.js';
import type { Manifest, Notice } from '../types.js';
import { artifactBlocks } from './report-artifacts.js';
import { openingBlocks } from './report-opening.js';
import { repeatBlocks } from './report-repeat.js';
import { type ScenarioSection, scenarioBlocks } from './report-scenario.js';
import { trialBlocks } from './report-trials.js';

export interface ReportParts {
  manifest: Manifest;
  /** What was left out of damaged rows, before anything else. */
  damage?: readonly string[];
  /** The manifest's notices and those the numbers gave rise to. */
  notices: readonly Notice[];
  /** The answer of each scenario, before anything about the run. */
  answers?: readonly Block[];
  /** What became of the claims, right after the notices. */
  verdicts?: readonly Block[];
  sections: readonly ScenarioSection[];
}

/** The one document of a run: what was run, its notices, every scenario, the trials, and how to repeat it. */
export function reportBlocks({
  manifest,
  damage,
  answers,
  notices,
  verdicts,
  sections,
}: ReportParts): Block[] {
  return [
    ...openingBlocks(manifest, notices, verdicts, damage, answers),
    ...sections.flatMap(scenarioBlocks),
    ...trialBlocks(manifest),
    ...artifactBlocks(manifest),
    ...repeatBlocks(manifest),
  ];
}
