import { escapeLatex } from './latex-escape.js';
import { rowTexts, type Table } from './table.js';
import { cellLatex, columnsLatex, headLatex, type LatexLayout, latexLayout } from './table-latex-columns.js';

/**
 * The table as a float of its own, fit for `\input` in a paper: booktabs' rules, caption, label `tab:NAME`, the note
 * below. Texts longer than 32 characters become columns of several lines in smaller letters; a table wider or
 * higher than the page is shrunk to it, never enlarged. Needs the packages array, booktabs and graphicx.
 * Throws RangeError for a table without columns.
 */
export function tableLatex(table: Table): string {
  if (table.columns.length === 0) throw new RangeError(`table ${table.name} has no columns`);
  const layout = latexLayout(table);
  const { columns, broken } = layout;
  const row = (cells: readonly string[], end: string) => `    ${cells.join(' & ')} ${end}`;
  const head = table.columns.map(({ title }, i) => headLatex(title, columns[i]!));
  const tabular = [
    `  \\begin{tabular}{${columnsLatex(columns)}}`,
    '    \\toprule',
    row(head, '\\\\'),
    '    \\midrule',
    // Rows of several lines each need a gap to be told apart.
    ...rowTexts(table).map((cells) =>
      row(
        cells.map((cell, i) => cellLatex(cell, columns[i]!)),
        broken ? '\\\\[3pt]' : '\\\\',
      ),
    ),
    '    \\bottomrule',
    '  \\end{tabular}%',
  ];
  return [
    '% Needs \\usepackage{array,booktabs,graphicx}.',
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
    '\\usepackage{array,booktabs,graphicx}',
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
