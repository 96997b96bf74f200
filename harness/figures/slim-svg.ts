/**
 * What vega says of every mark and its group, which screen readers see as one picture with a title and a description; and what is so
 * without being said. A dash without a gap is a line, which not every drawing program knows.
 */
const NEEDLESS =
  / (?:role="graphics-(?:symbol|object)"|aria-roledescription="[^"]*"|aria-hidden="true"|opacity="1"|stroke-miterlimit="10"|stroke-dasharray="1,0")/g;
const LABELS = / aria-label="[^"]*"/g;
const LONG_NUMBER = /-?\d+\.\d{2,}/g;

/** Backgrounds and foregrounds that have no size. */
const EMPTY_PATH = /<path class="(?:back|fore)ground" d="(?:M0,0h0v0h0Z)?"[^>]*\/>/g;

/** A group of marks, none of which is a group. */
const LEAF_GROUP =
  /<g([^>]*)>((?:<(?:text|line|path|rect)\b[^>]*?(?:\/>|>[^<]*<\/(?:text|line|path|rect)>))+)<\/g>/g;
const MARK = /<(?:text|line|path|rect)\b[^>]*>/g;

/** Attributes that a mark takes from its group when it has none of its own. */
const INHERITED = [
  ...['fill', 'stroke', 'stroke-width', 'stroke-opacity', 'fill-opacity', 'stroke-dasharray'],
  ...['font-family', 'font-size', 'font-weight', 'text-anchor'],
];

/** Labels that a picture keeps for the page to show when a mark is pointed at: a cloud of thousands is no place to point at. */
const MOST_LABELS = 250;

/** What a mark that stands at its origin, or a line that does not move, has without saying it; and what only a page with scripts reads. */
const UNSAID = / (?:transform="translate\(0,0\)"|[xy][12]="0"|class="[^"]*"|pointer-events="none")/g;

/** Names of levels that vega left out because they would lie over others. */
const HIDDEN_TEXT = /<text\b[^>]* opacity="0"[^>]*>[^<]*<\/text>/g;

/**
 * The same picture in fewer bytes: numbers of one decimal, what all marks of a group have said once, and no words for each mark that
 * nobody gets to read.
 * @param isInteractive a script of the page finds its marks by their class and label, which stay
 */
export function slimSvg(svg: string, isInteractive: boolean): string {
  const crowded = !isInteractive && (svg.match(LABELS)?.length ?? 0) > MOST_LABELS;
  const plain = svg.replace(/<[^>]*>/g, (tag) => {
    const isScale = /roledescription="(?:axis|legend|title)"/.test(tag);
    const short = tag
      .replace(NEEDLESS, '')
      .replace(LONG_NUMBER, (number) => String(Number(Number(number).toFixed(1))));
    return crowded || isScale ? short.replace(LABELS, '') : short;
  });
  const visible = plain.replace(EMPTY_PATH, '').replace(HIDDEN_TEXT, '').replace(LEAF_GROUP, hoisted);
  if (isInteractive) return visible;
  return shortLabels(visible.replace(/<[^>]*>/g, (tag) => tag.replace(UNSAID, '')));
}

/** Between the parts of a label, `rules: 5; p99 (ms): 3`, and not the end of an escaped sign. */
const BETWEEN = /(?<!&(?:amp|lt|gt|quot|apos|#\d+)); /;

/**
 * Labels as places in two lists that the picture has once: `data-at="0.3 1.7"` is the name 0 with the value 3, then the name 1 with
 * the value 7. The names and values of hundreds of marks are mostly alike. Lists are separated by line ends.
 */
function shortLabels(svg: string): string {
  const lists = { names: new Map<string, number>(), values: new Map<string, number>() };
  const place = (list: Map<string, number>, word: string): number => {
    if (!list.has(word)) list.set(word, list.size);
    return list.get(word)!;
  };
  const short = svg.replace(/ aria-label="([^"]*)"/g, (_, label: string) => {
    const places = label.split(BETWEEN).map((part) => {
      const colon = part.indexOf(': ');
      const [name, value] = colon < 0 ? ['', part] : [part.slice(0, colon), part.slice(colon + 2)];
      return `${place(lists.names, name)}.${place(lists.values, value)}`;
    });
    return ` data-at="${places.join(' ')}"`;
  });
  if (lists.names.size === 0) return svg;
  const [names, values] = [lists.names, lists.values].map((list) => [...list.keys()].join('&#10;'));
  return short.replace(/^<svg\b/, () => `<svg data-names="${names}" data-values="${values}"`);
}

function attributesOf(tag: string): Map<string, string> {
  return new Map([...tag.matchAll(/ ([\w-]+)="([^"]*)"/g)].map((match) => [match[1]!, match[2]!]));
}

/** The group with what all of its marks have in common. */
function hoisted(whole: string, head: string, marks: string): string {
  const [first, ...others] = marks.match(MARK) ?? [];
  if (first === undefined || others.length === 0) return whole;
  const [own, ofFirst] = [attributesOf(head), attributesOf(first)];
  const common = INHERITED.filter((name) => ofFirst.has(name) && !own.has(name))
    .map((name) => ` ${name}="${ofFirst.get(name)}"`)
    .filter((attribute) => others.every((tag) => tag.includes(attribute)));
  if (common.length === 0) return whole;
  const rest = marks.replace(MARK, (tag) => common.reduce((text, one) => text.replace(one, ''), tag));
  return `<g${head}${common.join('')}>${rest}</g>`;
}
