import { EXIT } from '../failure.js';
import { say } from '../machine/host/terminal.js';
import { CONFIG_FILE, readSettings } from '../run/config/settings.js';
import { examine } from '../run/doctor/doctor.js';
import { doctorLines } from './doctor-lines.js';
import { terminalColumns } from './terminal-columns.js';

/** What this machine has and lacks, with the command that fixes it; and what scenarios that are named need. */
export async function doctor(names: string[], options: { json?: boolean; config?: string }): Promise<void> {
  const settings = await readSettings(options.config ?? CONFIG_FILE, options.config !== undefined);
  const findings = await examine(settings, names);
  const text =
    options.json === true ? JSON.stringify(findings, null, 2) : doctorLines(findings, terminalColumns());
  say(`${text}\n`);
  if (findings.some(({ state }) => state === 'missing')) process.exitCode = EXIT.prerequisite;
}
