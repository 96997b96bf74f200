/**
 * Share of one CPU that threads took between two looks at them. A look is a line with the uptime in seconds, and of each thread one
 * with the nanoseconds it has run, as its schedstat has them; undefined where there is no thread.
 * @throws for what is none
 */
export function threadShare(before: string, after: string): number | undefined {
  const [earlier, later] = [lookOf(before), lookOf(after)];
  if (later.threads === 0) return undefined;
  const passedNs = (later.uptimeS - earlier.uptimeS) * 1e9;
  return Math.max(0, later.busyNs - earlier.busyNs) / passedNs;
}

function lookOf(text: string) {
  const lines = text.trim().split('\n');
  const [uptimeS = 0, ...threadsNs] = lines.map(Number);
  const busyNs = threadsNs.reduce((sum, ns) => sum + ns, 0);
  if (!Number.isFinite(uptimeS + busyNs)) throw new Error(`no look at threads: ${lines.join(' ')}`);
  return { uptimeS, threads: threadsNs.length, busyNs };
}
