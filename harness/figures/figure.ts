import type { Spec } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import type { ScenarioDescription } from '../types.js';

export interface Figure {
  /** Unique in a report and fit for a file name. */
  name: string;
  title: string;
  /** What it shows, in numbers, in at most 60 letters: the picture's own title. Nothing where there is nothing to say. */
  finding?: string;
  /** In place of the picture, for those who do not see it. */
  description: string;
  /** What is drawn, in a few words: below a picture that can be seen, of which the description would repeat the rest. */
  caption?: string;
  /** How it is drawn, in sentences that other figures of its kind share: a page says them once. */
  method?: readonly string[];
  /** Of vega itself where vega-lite has no word for what is drawn; `$schema` says which. */
  spec: TopLevelSpec | Spec;
}

/** What a figure may be drawn from besides its own specification. */
export type FigureScenario = Pick<
  ScenarioDescription,
  'name' | 'metrics' | 'factors' | 'comparisons' | 'scalings'
>;
