import { escapeLatex } from '../document/latex-escape.js';
import type { Table } from '../document/table.js';
import { tableCsv } from '../document/table-csv.js';
import { tableLatex } from '../document/table-latex.js';
import type { Figure } from '../figures/figure.js';
import type { Manifest } from '../types.js';
import { SPREAD_NOTE } from '../words/format.js';

/** What a paper takes from a run. */
export interface PaperParts {
  manifest: Manifest;
  tables: readonly Table[];
  figures: readonly { figure: Figure; svg: string }[];
}

/** A picture as a PDF of one page, the same bytes for the same picture. */
export type DrawPdf = (svg: string) => Promise<Uint8Array>;

/**
 * The files of `paper/`: tables and figures with captions that stand alone, the numbers behind the tables, how to cite them, and a
 * document of two pages that uses all of it.
 */
export async function paperFiles(
  { manifest, tables, figures }: PaperParts,
  pdf: DrawPdf,
): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  const conditions = conditionsOf(manifest);
  for (const table of tables) {
    const { note = SPREAD_NOTE } = table;
    const alone = { ...table, title: `${table.title}. ${conditions}`, note };
    files.set(`paper/table-${table.name}.tex`, tableLatex(alone));
    files.set(`paper/table-${table.name}.csv`, tableCsv(numeric(table)));
  }
  for (const { figure, svg } of figures) {
    files.set(`paper/figure-${figure.name}.svg`, svg);
    files.set(`paper/figure-${figure.name}.pdf`, await pdf(svg));
    files.set(`paper/figure-${figure.name}.tex`, figureLatex(figure, conditions));
  }
  files.set('paper/CITATION.cff', citation(manifest));
  files.set('paper/sample.tex', sample(tables, figures));
  return files;
}

/** What a caption must say so that nobody has to look elsewhere. */
function conditionsOf({ plan, run, netknee, trials }: Manifest): string {
  const kernels = [...new Set(plan.trials.map(({ kernel }) => kernel))].join(', ');
  const accelerators = [...new Set(trials.map(({ accelerator }) => accelerator))].join(', ');
  return `Measured by netknee ${netknee.version} (run ${run}, profile ${plan.profile}, seed ${plan.seed}) on Linux ${kernels} in guests of QEMU (${accelerators}).`;
}

/** Numbers in base units where a cell stands for one, so that they can be computed with. */
const numeric = (table: Table): Table => ({
  ...table,
  columns: table.columns.map((column) => ({ ...column, title: column.baseTitle ?? column.title })),
  rows: table.rows.map((row) =>
    row.map((cell) => (typeof cell !== 'string' && 'value' in cell ? String(cell.value) : cell)),
  ),
});

const figureLatex = ({ name, title, description }: Figure, conditions: string): string =>
  [
    '% Needs \\usepackage{graphicx}.',
    '\\begin{figure}[htbp]',
    '  \\centering',
    `  \\includegraphics[width=\\linewidth]{figure-${name}.pdf}`,
    `  \\caption{${escapeLatex(`${title}: ${description} ${conditions}`)}}`,
    `  \\label{fig:${name}}`,
    '\\end{figure}',
    '',
  ].join('\n');

function citation({ netknee, run, startedAt }: Manifest): string {
  return [
    'cff-version: 1.2.0',
    'message: Cite the version and the run that the figures come from.',
    'type: software',
    'title: netknee',
    `version: ${JSON.stringify(netknee.version)}`,
    `commit: ${JSON.stringify(netknee.commit)}`,
    `date-released: ${JSON.stringify(startedAt.slice(0, 10))}`,
    `abstract: ${JSON.stringify(`Results of run ${run}.`)}`,
    'authors:',
    '  - name: The netknee authors',
    '',
  ].join('\n');
}

const sample = (tables: PaperParts['tables'], figures: PaperParts['figures']): string =>
  [
    '\\documentclass[twocolumn,10pt]{article}',
    '\\usepackage[T1]{fontenc}',
    '\\usepackage[utf8]{inputenc}',
    '\\usepackage[margin=2cm]{geometry}',
    '\\usepackage{array,booktabs,graphicx,longtable,textcomp}',
    '\\title{Tables and figures of a netknee run}',
    '\\date{}',
    '\\begin{document}',
    '\\maketitle',
    `Each stands alone: ${[
      ...tables.map(({ name }) => `Table~\\ref{tab:${name}}`),
      ...figures.map(({ figure }) => `Figure~\\ref{fig:${figure.name}}`),
    ].join(', ')}.`,
    ...tables.map(({ name }) => `\\input{table-${name}}`),
    ...figures.map(({ figure }) => `\\input{figure-${figure.name}}`),
    '\\end{document}',
    '',
  ].join('\n');
