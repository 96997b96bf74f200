import { DASHES, legendColumns, PALETTE, SHAPES, SIZES } from './style.js';

const NOMINAL = 'nominal' as const;

/**
 * How the series of a figure are told apart: by colour, shape, dash and size at once. Only colour and shape
 * stand in the legend, where a dashed outline or a small mark would be hard to read.
 */
export function seriesChannels(series: readonly string[], withLegend = true) {
  const channel = <T>(values: readonly T[], legend: object | null) => ({
    field: 'series',
    type: NOMINAL,
    legend,
    scale: {
      type: 'ordinal' as const,
      domain: [...series],
      range: series.map((_, i) => values[i % values.length]!),
    },
  });
  // Without a series the legend would be one nameless mark.
  const named = withLegend && series.some((name) => name !== '');
  const legend = named ? { title: null, columns: legendColumns(series) } : null;
  return {
    color: channel(PALETTE, legend),
    shape: channel(SHAPES, legend),
    strokeDash: channel(DASHES, null),
    size: channel(SIZES, null),
  };
}

/** For one layer of a figure: the rows of one kind alone. */
export const only = (kind: string) => [{ filter: `datum.kind === '${kind}'` }];

/** Keeps the channels that have no legend from entering the legend of those that have one. */
export const LEGENDS = { legend: { strokeDash: 'independent', size: 'independent' } } as const;

/**
 * The marks of one panel: a line through rows of the kind `through` (none without one), a bar from `low` to `high`, a
 * faint point per boot, a mark per median, and at `ends` the names of the series, which need no legend then.
 */
export function figureLayers<X extends object, Y extends object>(
  x: X,
  y: Y,
  series: readonly string[],
  through: 'cell' | 'fit' | null,
  ends?: readonly object[],
) {
  const { color, shape, strokeDash, size } = seriesChannels(series, ends === undefined);
  const line = {
    transform: only(through ?? 'cell'),
    mark: { type: 'line' as const, strokeWidth: through === 'fit' ? 1.5 : 2 },
    encoding: { x, y, color, strokeDash },
  };
  return [
    ...(through === null ? [] : [line]),
    {
      transform: only('cell'),
      mark: { type: 'rule' as const, strokeWidth: 1.5, strokeOpacity: 0.8 },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
    },
    {
      transform: only('boot'),
      mark: { type: 'point' as const, filled: true, size: 22, opacity: 1, fillOpacity: 0.45 },
      encoding: { x, y, color, shape },
    },
    {
      transform: only('cell'),
      mark: { type: 'point' as const, filled: false, strokeWidth: 2, opacity: 1 },
      encoding: { x, y, color, shape, size },
    },
    ...(ends === undefined
      ? []
      : [
          {
            data: { values: [...ends] },
            mark: { type: 'text' as const, align: 'left' as const, dx: 12, fontSize: 13 },
            encoding: { x, y, color, text: { field: 'series', type: NOMINAL } },
          },
        ]),
  ];
}
