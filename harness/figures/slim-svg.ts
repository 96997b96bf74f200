/** What vega says of every mark and its group: screen readers see the picture as one, by its title and description. */
const ROLES =
  / (?:role="graphics-(?:symbol|object)"|aria-roledescription="[^"]*"|aria-hidden="true"|opacity="1")/g;
const LABELS = / aria-label="[^"]*"/g;
const LONG_NUMBER = /-?\d+\.\d{3,}/g;

/** Labels that a picture keeps for the page to show when a mark is pointed at: a cloud of thousands is no place to point at. */
const MOST_LABELS = 250;

/**
 * The same picture in fewer bytes: numbers of two decimals, and no words for each mark that nobody gets to read.
 * @param keepLabels of a picture whose marks the page finds by their label
 */
export function slimSvg(svg: string, keepLabels: boolean): string {
  const crowded = !keepLabels && (svg.match(LABELS)?.length ?? 0) > MOST_LABELS;
  return svg.replace(/<[^>]*>/g, (tag) => {
    const plain = tag
      .replace(ROLES, '')
      .replace(LONG_NUMBER, (number) => String(Number(Number(number).toFixed(2))));
    return crowded || tag.includes('roledescription="axis"') || tag.includes('roledescription="legend"')
      ? plain.replace(LABELS, '')
      : plain;
  });
}
