import type { Spec } from 'vega';
import { frameName, isKernelFrame } from '../stacks/frames.js';
import type { StackNode, stackTree } from '../stacks/tree.js';
import { formatPercent } from '../words/format.js';
import { STYLE, WIDTH } from './style.js';

/** Pixels of one box from bottom to bottom, and of one letter at the label's size, a little more than it takes. */
const ROW = 16;
const FONT_SIZE = 10;
const LETTER = 6.6;
/** Shorter says nothing. */
const LEAST_LETTERS = 3;

const FONT = STYLE.font as string;

const GREY = '#d9d9d9';
/** One function has one shade everywhere, so that neighbours can be told apart. Dark letters can be read on all. */
const KERNEL = ['#f9b36b', '#f5a14f', '#fbc187', '#f0ab5f', '#f7b98a', '#f2a76e'];
const USER = ['#9ec9e8', '#86bbe0', '#b3d5ee', '#93c4da', '#a8cbe9', '#8fc0ea'];
const SMALLER = '#6f9df0';
const LARGER = '#f0705f';

interface FlameWords {
  title: string;
  /** Of which treatment. */
  subtitle: string;
  description: string;
  /** What is less what, as in `control − upstream`; undefined in a flame graph of one treatment. */
  difference: string | undefined;
}

/** A flame graph as a specification of vega, whose `partition` lays it out. Pure data. */
export function flameSpec(words: FlameWords, tree: ReturnType<typeof stackTree>): Spec {
  const { nodes, samples } = tree;
  const height = ROW * (1 + Math.max(...nodes.map(({ depth }) => depth)));
  const compared = words.difference !== undefined;
  const most = Math.max(0.01, ...nodes.map(({ change = 0 }) => Math.abs(change)));
  const tenth = (expression: string) => `round(10 * (${expression})) / 10`;
  return {
    $schema: 'https://vega.github.io/schema/vega/v6.json',
    description: words.description,
    width: WIDTH,
    height,
    padding: 5,
    background: STYLE.background as string,
    title: { ...(STYLE.title as object), text: words.title, subtitle: words.subtitle, subtitleFontSize: 12 },
    config: { text: { font: FONT }, title: { font: FONT, subtitleFont: FONT } },
    data: [
      {
        name: 'frames',
        values: nodes.map((node) => rowOf(node, samples)),
        transform: [
          { type: 'stratify', key: 'id', parentKey: 'parent' },
          {
            type: 'partition',
            field: 'rest',
            size: [{ signal: 'width' }, { signal: 'height' }],
          },
        ],
      },
      {
        name: 'labelled',
        source: 'frames',
        transform: [{ type: 'filter', expr: "datum.label !== ''" }],
      },
    ],
    scales: compared
      ? [{ name: 'change', type: 'linear', domain: [-most, 0, most], range: [SMALLER, '#ffffff', LARGER] }]
      : [
          {
            name: 'side',
            type: 'ordinal',
            domain: ['kernel', 'user space'],
            range: [KERNEL[0]!, USER[0]!],
          },
        ],
    legends: [
      compared
        ? {
            ...LEGEND,
            fill: 'change',
            type: 'gradient',
            format: '+.0%',
            title: `difference of shares: ${words.difference}`,
            titleLimit: WIDTH,
            gradientLength: WIDTH / 2,
          }
        : { ...LEGEND, fill: 'side', symbolType: 'square', symbolStrokeWidth: 0 },
    ],
    marks: [
      {
        type: 'rect',
        name: 'flame-frames',
        from: { data: 'frames' },
        encode: {
          enter: {
            x: { signal: tenth('datum.x0') },
            // A hair between neighbours, unless it is all there is of them.
            width: { signal: tenth('max(0.5, datum.x1 - datum.x0 - 0.5)') },
            y: { signal: `height - ${ROW} * (datum.depth + 1)` },
            height: { value: ROW - 1 },
            fill: compared ? { scale: 'change', field: 'change' } : { field: 'fill' },
            ...(compared ? { stroke: { value: '#c8c8c8' }, strokeWidth: { value: 0.4 } } : {}),
            description: { field: 'about' },
          },
        },
      },
      {
        type: 'text',
        name: 'flame-labels',
        from: { data: 'labelled' },
        aria: false,
        interactive: false,
        encode: {
          enter: {
            x: { signal: `${tenth('datum.x0')} + 3` },
            y: { signal: `height - ${ROW} * datum.depth - 5` },
            text: { field: 'label' },
            fontSize: { value: FONT_SIZE },
            fill: { value: '#000000' },
          },
        },
      },
    ],
  };
}

const LEGEND = {
  orient: 'bottom',
  direction: 'horizontal',
  labelFont: FONT,
  titleFont: FONT,
  labelFontSize: 12,
  titleFontSize: 12,
  titleFontWeight: 'normal',
} as const;

function rowOf({ id, parent, frame, depth, total, rest, change }: StackNode, samples: number) {
  const name = depth === 0 ? 'all samples' : frameName(frame);
  const share = formatPercent(total / samples);
  const difference =
    change === undefined ? '' : `, ${change < 0 ? '−' : '+'}${formatPercent(Math.abs(change))}`;
  return {
    id,
    parent,
    rest,
    change: change ?? 0,
    label: labelOf(name, (total / samples) * WIDTH),
    about: `${name}: ${share} (${total})${difference}`,
    fill: depth <= 1 ? GREY : shade(name, isKernelFrame(frame) ? KERNEL : USER),
  };
}

function labelOf(name: string, width: number): string {
  const letters = Math.floor((width - 6) / LETTER);
  if (letters >= name.length) return name;
  return letters < LEAST_LETTERS ? '' : `${name.slice(0, letters - 1)}…`;
}

/** The same name has the same shade in every figure. */
function shade(name: string, shades: readonly string[]): string {
  let sum = 0;
  for (let i = 0; i < name.length; i++) sum = (sum * 31 + name.charCodeAt(i)) % 65_521;
  return shades[sum % shades.length]!;
}
