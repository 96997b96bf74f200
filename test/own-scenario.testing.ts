import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A scenario as a user writes it, in a folder of its own: rules of nftables, counted. Its guest script calls awk and a program
 * that is built of C.
 * @param more fields that take the place of those here, as text
 */
export const scenarioText = (name: string, more = ''): string => `
import { defineScenario, type Trial, numbered } from 'netknee';

const counted = (stdout: string) => [{ metric: 'counted', iteration: 0, value: Number(stdout) }];

export default defineScenario({
  name: '${name}',
  title: 'Rules of a chain',
  question: 'Is every rule there?',
  factors: [{ name: 'rules', title: 'rules', kind: 'amount', scope: 'state', levels: [3, 20] }],
  metrics: [{ name: 'counted', unit: 'count', better: 'neither', title: 'rules that are there' }],
  possibleCpus: { instructions: [1], wall: [2] },
  memoryMb: 512,
  iterations: { smoke: 1, quick: 1, standard: 1, paper: 1 },
  steps: ({ levels }: Trial) =>
    numbered(
      levels.map((level) => ({
        title: \`\${level} rules\`,
        argv: ['sh', 'guest/rules.sh', String(level)],
        deadlineS: 60,
        onFailure: 'abort' as const,
        level,
        factors: { rules: level },
        parse: counted,
      })),
    ),
  estimateS: () => 20,
  ${more}
});
`;

/** The rules are counted by awk, and the count goes through the scenario's own program. */
const RULES = `#!/bin/sh
set -eu
nft add table ip netknee
nft add chain ip netknee refused
i=0
while [ "$i" -lt "$1" ]; do
	nft add rule ip netknee refused ip saddr "192.0.2.$i" drop
	i=$((i + 1))
done
echo-number "$(nft list chain ip netknee refused | awk '/drop/ { n++ } END { print n }')"
nft delete table ip netknee
`;

const ECHO_NUMBER = `#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv)
{
	return argc != 2 || printf("%d\\n", atoi(argv[1])) < 0;
}
`;

/** Writes it below \`parent\`, with its guest files. @returns its folder */
export async function ownScenario(parent: string, name: string, text = scenarioText(name)): Promise<string> {
  const folder = join(parent, name);
  await mkdir(join(folder, 'guest'), { recursive: true });
  await writeFile(join(folder, 'scenario.ts'), text);
  await writeFile(join(folder, 'guest/rules.sh'), RULES);
  await writeFile(join(folder, 'guest/echo-number.c'), ECHO_NUMBER);
  return folder;
}
