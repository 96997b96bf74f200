/** ASCII that TeX reads as an order, or that plain OT1 fonts print as something else. */
const ASCII: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  _: '\\_',
  '%': '\\%',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '`': '\\`{}',
  '"': "{''}",
  // Braces part these from their like: two would become one sign.
  '-': '{-}',
  "'": "{'}",
  ',': '{,}',
  // After the end of a row these two would be its options.
  '[': '{[}',
  '*': '{*}',
};

/** What the house prints beyond ASCII, and its next of kin. */
const BEYOND: Record<string, string> = {
  '\u00a0': '~',
  '\u202f': '\\,',
  '–': '--',
  '—': '---',
  '−': '$-$',
  '×': '$\\times$',
  '·': '$\\cdot$',
  '±': '$\\pm$',
  '°': '$^\\circ$',
  µ: '$\\mu$',
  μ: '$\\mu$',
  '²': '$^2$',
  '³': '$^3$',
  '’': "'",
  '‘': '`',
  '“': '``',
  '”': "''",
  '…': '\\ldots{}',
  '≥': '$\\geq$',
  '≤': '$\\leq$',
  '≫': '$\\gg$',
  '≪': '$\\ll$',
  '≈': '$\\approx$',
  '≠': '$\\neq$',
  '→': '$\\rightarrow$',
  '←': '$\\leftarrow$',
  '↑': '$\\uparrow$',
  '↓': '$\\downarrow$',
  '∞': '$\\infty$',
  α: '$\\alpha$',
  β: '$\\beta$',
  δ: '$\\delta$',
  Δ: '$\\Delta$',
  σ: '$\\sigma$',
  '§': '\\S{}',
};

/**
 * Any text as one line of LaTeX that prints that text with plain pdflatex and its default fonts. Letters with
 * accents lose them, other characters that have no place in the table become `?`, control characters
 * and line ends become spaces.
 */
export function escapeLatex(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed.
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
  return joinLonely([...line].map(characterLatex));
}

function characterLatex(character: string): string {
  const known = ASCII[character] ?? BEYOND[character];
  if (known !== undefined) return known;
  if (character <= '~') return character;
  const plain = [...character.normalize('NFKD').replace(/\p{M}/gu, '')];
  if (plain.length === 0) return '';
  return plain.map((one) => ASCII[one] ?? BEYOND[one] ?? (one >= ' ' && one <= '~' ? one : '?')).join('');
}

/** A comma or dash by itself needs no braces, and without them the source reads like its text. */
function joinLonely(characters: readonly string[]): string {
  return characters
    .map((latex, i) => {
      const lonely = latex !== characters[i - 1] && latex !== characters[i + 1];
      return lonely && /^\{[-,']\}$/.test(latex) ? latex[1] : latex;
    })
    .join('');
}
