/**
 * What vega says of every mark and its group, which screen readers see as one picture with a title and a description; and what is so
 * without being said. A dash without a gap is a line, which not every drawing program knows.
 */
const NEEDLESS =
  / (?:role="graphics-(?:symbol|object)"|aria-roledescription="[^"]*"|aria-hidden="true"|opacity="1"|stroke-miterlimit="4"|stroke-dasharray="1,0")/g;
const LABELS = / aria-label="[^"]*"/g;
const LONG_NUMBER = /-?\d+\.\d{2,}/g;

/** Backgrounds and foregrounds that have no size. */
const EMPTY_PATH = /<path class="(?:back|fore)ground" d="(?:M0,0h0v0h0Z)?"[^>]*\/>/g;

/** A group of marks, none of which is a group. */
const LEAF_GROUP =
  /<g([^>]*)>((?:<(?:text|line|path|rect)\b[^>]*?(?:\/>|>[^<]*<\/(?:text|line|path|rect)>))+)<\/g>/g;
const MARK = /<(?:text|line|path|rect)\b([^>]*?)\/?>/g;

/** Attributes that a mark takes from its group when it has none of its own. */
const INHERITED = [
  ...['fill', 'stroke', 'stroke-width', 'stroke-opacity', 'fill-opacity', 'stroke-dasharray'],
  ...['font-family', 'font-size', 'font-weight', 'text-anchor'],
];

/** Labels that a picture keeps for the page to show when a mark is pointed at: a cloud of thousands is no place to point at. */
const MOST_LABELS = 250;

/**
 * The same picture in fewer bytes: numbers of one decimal, what all marks of a group have said once, and no words for each mark that
 * nobody gets to read.
 * @param keepLabels of a picture whose marks the page finds by their label
 */
export function slimSvg(svg: string, keepLabels: boolean): string {
  const crowded = !keepLabels && (svg.match(LABELS)?.length ?? 0) > MOST_LABELS;
  const plain = svg.replace(/<[^>]*>/g, (tag) => {
    const isScale = /roledescription="(?:axis|legend|title)"/.test(tag);
    const short = tag
      .replace(NEEDLESS, '')
      .replace(LONG_NUMBER, (number) => String(Number(Number(number).toFixed(1))));
    return crowded || isScale ? short.replace(LABELS, '') : short;
  });
  return plain.replace(EMPTY_PATH, '').replace(LEAF_GROUP, hoisted);
}

function attributesOf(tag: string): Map<string, string> {
  return new Map([...tag.matchAll(/ ([\w-]+)="([^"]*)"/g)].map((match) => [match[1]!, match[2]!]));
}

/** The group with what all of its marks have in common. */
function hoisted(whole: string, head: string, marks: string): string {
  const all = [...marks.matchAll(MARK)].map((match) => attributesOf(match[1]!));
  if (all.length < 2) return whole;
  const own = attributesOf(head);
  const common = INHERITED.flatMap((name) => {
    const value = all[0]!.get(name);
    const shared = value !== undefined && !own.has(name) && all.every((one) => one.get(name) === value);
    return shared ? [` ${name}="${value}"`] : [];
  });
  return `<g${head}${common.join('')}>${common.reduce((text, one) => text.replaceAll(one, ''), marks)}</g>`;
}
