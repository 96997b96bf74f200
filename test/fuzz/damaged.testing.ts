import fc from 'fast-check';

/** What somebody who means harm, or a broken disk, puts into a text. */
const TOKENS = [
  ...['NaN', '1e999', '-1', '0x10', '1.5', '9'.repeat(400), '18446744073709551616', '-0', '1e-400'],
  ...['\u0000', '\u001b[2J', '\r', '\r\n', '\ufeff', '\u2028', '\ud800', '"', "'", '`', '\\', '$(id)', '%s'],
  ...['__proto__', 'constructor', 'toString', 'null', 'undefined', '{}', '[]', '{"a":', '*a', '&a [*a]'],
  ...['../../..', '/etc/passwd', '-rf', '=1+1', ',', ';', '|', '{', '}', '(', ')', '\t', '  ', '\n', '\n\n'],
];

/** How much of a text is made of one piece, at most: enough to show what takes longer than it should. */
const MOST_CHARACTERS = 300_000;

type Damage = (text: string) => string;

const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const at = (text: string, where: number): number => Math.floor(where * (text.length + 1));
const lineAt = (text: string, where: number): [string[], number] => {
  const lines = text.split('\n');
  return [lines, Math.floor(where * lines.length)];
};

const cut = place.map(
  (where): Damage =>
    (text) =>
      text.slice(0, at(text, where)),
);
const beginLate = place.map(
  (where): Damage =>
    (text) =>
      text.slice(at(text, where)),
);
const insert = fc
  .tuple(place, fc.oneof(fc.constantFrom(...TOKENS), fc.string({ unit: 'binary', maxLength: 20 })))
  .map(
    ([where, token]): Damage =>
      (text) =>
        text.slice(0, at(text, where)) + token + text.slice(at(text, where)),
  );
const overwrite = fc.tuple(place, fc.constantFrom(...TOKENS)).map(
  ([where, token]): Damage =>
    (text) =>
      text.slice(0, at(text, where)) + token + text.slice(at(text, where) + token.length),
);
const replaceNumber = fc.tuple(place, fc.constantFrom(...TOKENS)).map(
  ([where, token]): Damage =>
    (text) =>
      text.slice(0, at(text, where)) + text.slice(at(text, where)).replace(/\d+(\.\d+)?/, () => token),
);
const dropLine = place.map(
  (where): Damage =>
    (text) => {
      const [lines, i] = lineAt(text, where);
      return lines.filter((_, n) => n !== i).join('\n');
    },
);
const swapLines = fc.tuple(place, place).map(
  ([one, other]): Damage =>
    (text) => {
      const [lines, i] = lineAt(text, one);
      const j = Math.floor(other * lines.length);
      [lines[i], lines[j]] = [lines[j] as string, lines[i] as string];
      return lines.join('\n');
    },
);
const repeatLine = fc.tuple(place, fc.integer({ min: 2, max: 5000 })).map(
  ([where, times]): Damage =>
    (text) => {
      const [lines, i] = lineAt(text, where);
      const line = lines[i] as string;
      const room = Math.max(1, Math.floor(MOST_CHARACTERS / (line.length + 1)));
      return [...lines.slice(0, i), ...Array(Math.min(times, room)).fill(line), ...lines.slice(i + 1)].join(
        '\n',
      );
    },
);
const blowUp = fc
  .tuple(
    place,
    fc.constantFrom(' ', '0', 'a', '(', '[', '{"a":', '-', ' -', '\t', ',', '\n ', 'a;'),
    fc.integer({ min: 1, max: 50_000 }),
  )
  .map(
    ([where, piece, times]): Damage =>
      (text) =>
        text.slice(0, at(text, where)) + piece.repeat(times) + text.slice(at(text, where)),
  );

const damage = fc.oneof(
  { weight: 3, arbitrary: fc.oneof(insert, overwrite, replaceNumber) },
  { weight: 3, arbitrary: fc.oneof(cut, beginLate, dropLine, swapLines) },
  { weight: 1, arbitrary: fc.oneof(repeatLine, blowUp) },
);

/** Texts made of what real ones look like, damaged in up to six places; now and then one of nothing but chance. */
export const damaged = (corpus: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(fc.constantFrom(...corpus), fc.array(damage, { maxLength: 6 }))
        .map(([text, damages]) =>
          damages.reduce((now, one) => (now.length > MOST_CHARACTERS ? now : one(now)), text),
        ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 400 }) },
  );
