import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When a process was started, in the system's own words; null when no such process runs. A pid alone names nobody: after a
 * crash or a reboot the number soon belongs to another program.
 */
export function processStartedAt(pid: number): string | null {
  return process.platform === 'linux' ? startedAtOnLinux(pid) : startedAtElsewhere(pid);
}

function startedAtOnLinux(pid: number): string | null {
  try {
    // The second field, the program's name in brackets, may itself hold spaces and brackets: count from the last one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, ticksSinceBoot] = [fields[0], fields[19]];
    const isDead = state === 'Z' || state === 'X';
    return isDead ? null : `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}+${ticksSinceBoot}`;
  } catch {
    return null;
  }
}

function startedAtElsewhere(pid: number): string | null {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C' },
    }).trim();
  } catch (error) {
    // ps ends with 1 when there is no such process; without a ps at all nobody could be told apart.
    if ((error as { status?: number }).status === 1) return null;
    throw error;
  }
}
