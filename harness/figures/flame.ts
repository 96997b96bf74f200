import { compareLevels, differing, groupBy, levelOf, levelsOf, matches } from '../cells/cell.js';
import { stateOf } from '../cells/declared-factors.js';
import { fileName } from '../document/table.js';
import type { Stacks } from '../stacks/share.js';
import { stackTree } from '../stacks/tree.js';
import type { FactorName, Factors, FlameFigure, StacksAttachment, StoredAttachment } from '../types.js';
import { clockName } from '../words/clock-name.js';
import { groupThousands } from '../words/format.js';
import { cellPhrase } from '../words/level-words.js';
import type { Figure, FigureScenario } from './figure.js';
import { flameSpec } from './flame-spec.js';

/** Share of all samples, and number of them, below which a frame is not drawn: less than a pixel; nothing that came again. */
const LEAST_SHARE = 0.001;
const LEAST_SAMPLES = 2;

interface Treatment {
  /** A cell that says, by its factors, what the stacks are of. */
  of: Factors;
  /** Of all its boots. */
  stacks: Stacks;
  boots: number;
}

/** A flame graph for each treatment of each clock; with `against` one for each that has such a counterpart. */
export function flameFigures(
  spec: FlameFigure,
  scenario: Pick<FigureScenario, 'name' | 'factors'>,
  attachments: readonly StoredAttachment[],
): Figure[] {
  const all = treatments(spec.attachment, scenario.name, attachments);
  const drawn = all.filter(({ of }) => matches(of, spec.where));
  return groupBy(
    drawn.map(({ of }) => of),
    ['clock'],
  ).flatMap((clock) => {
    const { name } = stateOf(scenario);
    const level = levelsOf(clock, name).at(spec.level === 'lowest' ? 0 : -1);
    const apart = differing(clock).filter((factor) => factor !== name);
    return drawn
      .filter(({ of }) => of.clock === clock[0]!.clock && levelOf(of, name) === level)
      .sort((a, b) =>
        apart.reduce((order, f) => order || compareLevels(levelOf(a.of, f), levelOf(b.of, f)), 0),
      )
      .flatMap((one) => figureOf(spec, scenario, one, counterpart(spec, one, all), apart));
  });
}

function treatments(name: string, scenario: string, attachments: readonly StoredAttachment[]): Treatment[] {
  const shown = attachments.filter(
    (one): one is StoredAttachment & { attachment: StacksAttachment } =>
      one.attachment.kind === 'stacks' && one.attachment.name === name && one.scenario === scenario,
  );
  return groupBy(shown, differing(shown)).map((group) => ({
    of: group[0]!,
    stacks: group.flatMap(({ attachment }) => attachment.stacks),
    boots: new Set(group.map(({ trial }) => trial)).size,
  }));
}

function counterpart(
  { against }: FlameFigure,
  one: Treatment,
  all: readonly Treatment[],
): Treatment | undefined {
  if (against === undefined) return undefined;
  const named = Object.keys(against);
  return all.find(
    ({ of }) =>
      of !== one.of &&
      matches(of, against) &&
      differing([of, one.of]).every((factor) => named.includes(factor)),
  );
}

function figureOf(
  spec: FlameFigure,
  scenario: Pick<FigureScenario, 'name' | 'factors'>,
  one: Treatment,
  other: Treatment | undefined,
  apart: readonly FactorName[],
): Figure[] {
  if (spec.against !== undefined && other === undefined) return [];
  const { of } = one;
  const about = [`${clockName(of.clock)}`, cellPhrase(of, [...apart, stateOf(scenario).name])];
  const subtitle = about.filter((words) => words !== '').join(', ');
  const place = apart.map((factor) => `${factor}-${levelOf(of, factor) ?? 'none'}`);
  const tree = stackTree(one.stacks, {
    leastShare: LEAST_SHARE,
    leastSamples: LEAST_SAMPLES,
    ...(other === undefined ? {} : { against: other.stacks }),
  });
  const named = Object.keys(spec.against ?? {});
  const against = other === undefined ? undefined : cellPhrase(other.of, named);
  const difference = against === undefined ? undefined : `${cellPhrase(of, named)} − ${against}`;
  const samples = `Flame graph of ${samplesWords(one, tree.samples)}`;
  const method = [
    'In a flame graph each box is a function, as wide as its share of the samples, on top of its caller.',
    against === undefined
      ? 'Orange: kernel; blue: user space. Colours say no more than that.'
      : `Red: a larger share than with ${against}, blue: a smaller one. What is only with ${against} is not drawn.`,
    'Boxes of one sample or less than 0.1 % are left out with what is above them.',
    'Work with interrupts off is seen at the function that turns them on again. In report.html a click on a box zooms.',
  ];
  const caption = `${samples}; boxes left out: ${groupThousands(String(tree.leftOut))}`;
  const description = `${caption}. ${method.join(' ')}`;
  return [
    {
      name: fileName(scenario.name, spec.name, of.clock, ...place),
      title: `${spec.title} (${subtitle})`,
      ...{ description, caption, method },
      spec: flameSpec({ title: spec.title, subtitle, description, difference }, tree),
    },
  ];
}

function samplesWords({ boots }: Treatment, samples: number): string {
  return `${groupThousands(String(samples))} samples of ${boots === 1 ? '1 boot' : `${boots} boots`}`;
}
