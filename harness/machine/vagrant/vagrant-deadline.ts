/** What a boot has, with all that Vagrant does before it. */
const BOOT_DEADLINE_S = 900;
/** What Vagrant needs beside waiting for the guest's sshd. */
const BESIDE_S = 600;

/** Seconds for one `vagrant up` of a machine that is made: never less than what the user lets the guest's sshd have. */
export function bootDeadlineS(timeoutS = process.env.NETKNEE_BOOT_TIMEOUT_S): number {
  const allowedS = Number(timeoutS);
  return Number.isFinite(allowedS) ? Math.max(BOOT_DEADLINE_S, allowedS + BESIDE_S) : BOOT_DEADLINE_S;
}
