import { escapeLatex } from './latex-escape.js';
import { rowTexts, type Table } from './table.js';
import { cellLatex, columnsLatex, headLatex, type LatexLayout, latexLayout } from './table-latex-columns.js';

const NEEDS = '% Needs \\usepackage{array,booktabs,graphicx,longtable}.';

/** Rows of several lines that a page holds. */
const MOST_ROWS = 12;

/**
 * The table fit for `\input` in a paper: booktabs' rules, caption, label `tab:NAME`, the note below. Texts longer than
 * 32 characters become columns of several lines in smaller letters. It is a float of its own, shrunk to the page where
 * it is wider or higher, never enlarged; of more than a dozen rows of several lines a longtable that breaks
 * across pages. Needs the packages array, booktabs, graphicx and longtable. Throws RangeError for a table without
 * columns.
 */
export function tableLatex(table: Table): string {
  if (table.columns.length === 0) throw new RangeError(`table ${table.name} has no columns`);
  const layout = latexLayout(table);
  const { columns, broken } = layout;
  const row = (cells: readonly string[], end: string) => `    ${cells.join(' & ')} ${end}`;
  const head = row(
    table.columns.map(({ title }, i) => headLatex(title, columns[i]!)),
    '\\\\',
  );
  // Rows of several lines each need a gap to be told apart.
  const rows = rowTexts(table).map((cells) =>
    row(
      cells.map((cell, i) => cellLatex(cell, columns[i]!)),
      broken ? '\\\\[3pt]' : '\\\\',
    ),
  );
  if (broken && rows.length > MOST_ROWS) return longTable(table, columnsLatex(columns), head, rows);
  const tabular = [
    `  \\begin{tabular}{${columnsLatex(columns)}}`,
    '    \\toprule',
    head,
    '    \\midrule',
    ...rows,
    '    \\bottomrule',
    '  \\end{tabular}%',
  ];
  return [
    NEEDS,
    '\\begin{table}[htbp]',
    '  \\centering',
    '  \\setlength{\\belowcaptionskip}{6pt}%',
    `  \\caption{${escapeLatex(table.title)}}`,
    `  \\label{tab:${table.name}}`,
    ...(broken ? ['  \\footnotesize'] : []),
    ...shrunk(tabular, layout),
    ...(table.note === undefined
      ? []
      : [`  \\par\\smallskip\\parbox{\\linewidth}{\\footnotesize ${escapeLatex(table.note)}}`]),
    '\\end{table}',
    '',
  ].join('\n');
}

/** A head on every page, and no float, since nothing may float across pages. */
function longTable(
  { name, title, note }: Table,
  columns: string,
  head: string,
  rows: readonly string[],
): string {
  return [
    NEEDS,
    '{\\footnotesize',
    `\\begin{longtable}{${columns}}`,
    `    \\caption{${escapeLatex(title)}}\\label{tab:${name}}\\\\`,
    '    \\toprule',
    head,
    '    \\midrule',
    '    \\endfirsthead',
    '    \\toprule',
    head,
    '    \\midrule',
    '    \\endhead',
    '    \\bottomrule',
    '    \\endfoot',
    ...rows,
    '\\end{longtable}',
    ...(note === undefined ? [] : [`\\noindent ${escapeLatex(note)}\\par`]),
    '}',
    '',
  ].join('\n');
}

/** A whole article that sets the tables of these names, to be compiled where they stand. */
export function tablesDocument(names: readonly string[]): string {
  const inputs = names.map((name, i) => {
    // LaTeX gives up when too many floats wait for a page.
    const flush = i % 6 === 5 ? '\n\\clearpage' : '';
    return `\\input{${name}.tex}${flush}`;
  });
  return [
    '\\documentclass[a4paper]{article}',
    '\\usepackage[margin=2.5cm]{geometry}',
    '\\usepackage{array,booktabs,graphicx,longtable}',
    '\\begin{document}',
    ...(inputs.length > 0 ? inputs : ['This run has no tables.']),
    '\\end{document}',
    '',
  ].join('\n');
}

/** To the width of the text and, since columns of long texts make a table high, to most of its height. */
function shrunk(tabular: readonly string[], { broken, wide }: LatexLayout): string[] {
  const atMost = (length: string, limit: string) => `\\ifdim${length}>${limit}${limit}\\else${length}\\fi`;
  const high = [`  \\resizebox*{!}{${atMost('\\totalheight', '0.85\\textheight')}}{%`, ...tabular, '  }%'];
  const inner = broken ? high : tabular;
  return wide ? [`  \\resizebox{${atMost('\\width', '\\linewidth')}}{!}{%`, ...inner, '  }'] : [...inner];
}
