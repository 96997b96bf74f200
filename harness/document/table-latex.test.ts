import assert from 'node:assert/strict';
import type { Table } from './table.js';
import { tableLatex, tablesDocument } from './table-latex.js';

const table: Table = {
  name: 'netns-create-latency-instructions',
  title: 'Time of one add & more',
  columns: [
    { title: 'namespaces', align: 'right' },
    { title: '2 possible CPUs, run_estimation off', align: 'right' },
  ],
  rows: [[{ text: '2,000', value: 2000 }, '44.5 [44.5] ms']],
  note: 'Median of 100 %.',
};
const columns = (n: number) => Array.from({ length: n }, () => ({ title: 'a', align: 'left' as const }));

describe('tableLatex', () => {
  it('is a float with rules, caption, label and note', () => {
    assert.equal(
      tableLatex(table),
      [
        '% Needs \\usepackage{array,booktabs,graphicx,longtable}.',
        '\\begin{table}[htbp]',
        '  \\centering',
        '  \\setlength{\\belowcaptionskip}{6pt}%',
        '  \\caption{Time of one add \\& more}',
        '  \\label{tab:netns-create-latency-instructions}',
        '  \\begin{tabular}{rr}',
        '    \\toprule',
        '    namespaces & \\shortstack[r]{2 possible CPUs,\\\\ run\\_estimation off} \\\\',
        '    \\midrule',
        '    2,000 & 44.5 {[}44.5] ms \\\\',
        '    \\bottomrule',
        '  \\end{tabular}%',
        '  \\par\\smallskip\\parbox{\\linewidth}{\\footnotesize Median of 100 \\%.}',
        '\\end{table}',
        '',
      ].join('\n'),
    );
  });

  it('breaks many rows of long texts across pages, with the head on each', () => {
    const long = 'a text that is longer than thirty-two characters';
    const rows = (n: number) => Array.from({ length: n }, (_, i) => [`row ${i}`, long]);
    const tex = tableLatex({ ...table, rows: rows(13) });
    assert.match(
      tex,
      /\\begin\{longtable\}[\s\S]*\\endfirsthead[\s\S]*\\endhead[\s\S]*row 12[\s\S]*\\end\{longtable\}/,
    );
    assert.match(tex, /\\noindent Median of 100 \\%\./);
    assert.doesNotMatch(tex, /resizebox|begin\{table\}/);
    assert.doesNotMatch(tableLatex({ ...table, rows: rows(12) }), /longtable\}\{/);
  });

  it('gives long texts several lines and lets long words break', () => {
    const text = tableLatex({ ...table, columns: columns(2), rows: [['x', `${'f'.repeat(25)} and words`]] });
    assert.match(text, /\{l>\{\\raggedright\\arraybackslash\}p\{0\.\d\d\d\\linewidth\}\}/);
    assert.match(text, /x & f{10}\\allowbreak\{\}f{10}\\allowbreak\{\}f{5} and words \\\\\[3pt\]/);
  });

  it('breaks words beside long texts, and names only where they are joined', () => {
    const text = tableLatex({
      ...table,
      columns: [...columns(2), { title: 'n', align: 'right' }],
      rows: [['not measured in this run', `of estimation_timer ${'and more '.repeat(5)}`, '12 and some 20']],
    });
    assert.doesNotMatch(
      tableLatex({ ...table, columns: columns(1), rows: [[`10.5 ${'and '.repeat(9)}`]] }),
      /allowbreak/,
    );
    assert.match(text, /\{(>\{\\raggedright\\arraybackslash\}p\{0\.\d+\\linewidth\}){2}r\}/);
    assert.ok(text.includes('estimation\\_\\allowbreak{}timer and'), text);
  });

  it('shrinks what long texts make higher than the page, in smaller letters', () => {
    const text = tableLatex({ ...table, columns: columns(1), rows: [['word '.repeat(20)]] });
    assert.match(
      text,
      /\\footnotesize\n[^\n]*\n {2}\\resizebox\*\{!\}\{\\ifdim\\totalheight>0\.85\\textheight/,
    );
    assert.doesNotMatch(tableLatex(table), /footnotesize\n/);
  });

  it('shrinks what is wider than the page', () => {
    const of = (n: number, cell: string) =>
      tableLatex({ ...table, columns: columns(n), rows: [Array(n).fill(cell)] });
    assert.doesNotMatch(of(8, 'x'), /resizebox/);
    assert.match(of(9, 'x'), /\\resizebox\{\\ifdim\\width>\\linewidth/);
    assert.match(of(4, 'twenty-four characters…'), /resizebox/);
  });

  it('refuses a table without columns', () => {
    assert.throws(() => tableLatex({ ...table, columns: [], rows: [] }), {
      name: 'RangeError',
      message: /table netns-.* has no columns/,
    });
  });
});

describe('tablesDocument', () => {
  it('sets every table and lets no more than six floats wait', () => {
    const text = tablesDocument(Array.from({ length: 7 }, (_, i) => `t.${i}`));
    assert.match(text, /\\input\{t\.5\.tex\}\n\\clearpage\n\\input\{t\.6\.tex\}\n\\end\{document\}/);
    assert.match(tablesDocument([]), /no tables/);
  });
});
