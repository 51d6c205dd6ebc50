import { execFileSync } from 'node:child_process';

/** Whether the program age (https://age-encryption.org) is there to judge. */
export function hasAge(): boolean {
  try {
    execFileSync('age', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
