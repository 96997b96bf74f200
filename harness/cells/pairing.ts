import type { SummarisedBoot, SummaryRow } from './summary-row.js';

/** Two cells as arms of one comparison; `paired`: entry i of both is the same boot. */
export interface Arms {
  design: 'paired' | 'independent';
  over: readonly SummarisedBoot[];
  under: readonly SummarisedBoot[];
}

/**
 * The boots of two cells. Where boots measured both, only those are kept, in pairs: what differs between boots
 * then cancels. Cells of different boots (another kernel, other possible CPUs) are independent arms, as are those of
 * two runs (`sameRun` false), whatever their boots are called.
 */
export function pairBoots(
  over: Pick<SummaryRow, 'samples'>,
  under: Pick<SummaryRow, 'samples'>,
  sameRun = true,
): Arms {
  const independent: Arms = { design: 'independent', over: over.samples, under: under.samples };
  if (!sameRun) return independent;
  const name = ({ run, trial }: SummarisedBoot) => `${run}\n${trial}`;
  const partners = new Map(under.samples.map((boot) => [name(boot), boot]));
  const pairs = over.samples.flatMap((boot) => {
    const partner = partners.get(name(boot));
    return partner === undefined ? [] : [{ boot, partner }];
  });
  if (pairs.length === 0) return independent;
  return {
    design: 'paired',
    over: pairs.map(({ boot }) => boot),
    under: pairs.map(({ partner }) => partner),
  };
}
