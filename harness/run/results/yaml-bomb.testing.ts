/** Nine lists of nine aliases each: a text of some 400 characters that unfolds to 387 million values. */
export function yamlBomb(): string {
  const lines = ['a0: &a0 [x]'];
  for (let i = 1; i <= 9; i += 1) {
    const aliases = Array(9).fill(`*a${i - 1}`);
    lines.push(`a${i}: &a${i} [${aliases.join()}]`);
  }
  return lines.join('\n');
}
