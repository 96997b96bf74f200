/**
 * Any text as one line of Markdown that renders as that very text: HTML becomes entities, since viewers
 * render it; marks of emphasis, links, code, maths and table cells get a backslash; line ends and other control
 * characters become spaces. An underscore inside a word stays, because it marks nothing there.
 * For use inside a line: it does not defuse marks that only count at the start of one, such as `#`.
 */
export function escapeMarkdown(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed.
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
      .replace(/[\\`*[\]|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\$&')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
  );
}

/**
 * Any one-line text as an inline code span, without control characters; the fence is longer than any run of backticks in it. Not for
 * table cells, where a pipe would end the cell.
 */
export function codeSpan(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed.
  const line = text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ');
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** Any text as a fenced block of code, line ends kept; the fence is longer than any run of backticks in it. */
export function fenced(text: string, language: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed.
  const lines = text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]+/g, ' ').replace(/\n+$/, '');
  const longest = Math.max(2, ...(lines.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${lines}\n${fence}`;
}
