import { pause } from './pause.ts';

/** The present, apart from what comes before and after by more than the precision of a moment. */
export async function presentMoment(): Promise<string> {
  await pause(20);
  const at = new Date().toISOString();
  await pause(20);
  return at;
}
