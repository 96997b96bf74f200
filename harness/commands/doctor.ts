import { tableTerminal } from '../document/table-terminal.js';
import { EXIT } from '../failure.js';
import { examine, type Finding } from '../run/doctor.js';
import { CONFIG_FILE, readSettings } from '../run/settings.js';

/** What this machine has and lacks, with the command that fixes it. */
export async function doctor(options: { json?: boolean; config?: string }): Promise<void> {
  const settings = await readSettings(options.config ?? CONFIG_FILE, options.config !== undefined);
  const findings = await examine(settings);
  if (options.json === true) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
  else process.stdout.write(`${render(findings)}\n`);
  if (findings.some(({ state }) => state === 'missing')) process.exitCode = EXIT.prerequisite;
}

function render(findings: Finding[]): string {
  const rows = findings.map(({ state, what, detail }) => [state, what, detail]);
  const columns = ['', 'what', 'found'].map((title) => ({ title, align: 'left' as const }));
  const remedies = [...new Set(findings.flatMap(({ remedy }) => (remedy === undefined ? [] : [remedy])))];
  const table = tableTerminal({ name: 'doctor', title: 'This machine', columns, rows });
  return [table, ...remedies.map((remedy) => `remedy: ${remedy}`)].join('\n');
}
