/** What `ipvsadm -L -n` lists. */
export interface IpvsListing {
  /** As `wc -l` counts them: services + destinations + 3. */
  lines: number;
  services: number;
  destinations: number;
}

const HEADER_LINES = 3;

/** Counts the rules in the output of `ipvsadm -L -n`. Throws on a line that is neither kind of rule. */
export function parseIpvsadm(text: string): IpvsListing {
  const lines = text.split('\n');
  if (lines.at(-1) !== '') throw new Error('ipvsadm -L -n: the last line is cut off');
  lines.pop();
  if (
    !lines[0]?.startsWith('IP Virtual Server version ') ||
    !lines[2]?.startsWith('  -> RemoteAddress:Port')
  ) {
    throw new Error(`not the output of ipvsadm -L -n: ${JSON.stringify(text.slice(0, 80))}`);
  }
  const listing = { lines: lines.length, services: 0, destinations: 0 };
  for (const line of lines.slice(HEADER_LINES)) {
    if (/^(TCP|UDP|SCTP|FWM) /.test(line)) listing.services++;
    else if (line.startsWith('  -> ')) listing.destinations++;
    else throw new Error(`ipvsadm -L -n: neither service nor destination: ${JSON.stringify(line)}`);
  }
  return listing;
}
