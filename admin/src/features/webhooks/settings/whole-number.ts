import { formatCount } from '../../../ui/format/numbers.ts';

/** What is wrong with a typed number; undefined for a whole one within the limits. */
export function wholeNumberProblem(text: string, min: number, max: number): string | undefined {
  const number = Number(text);
  const fits = text.trim() !== '' && Number.isInteger(number) && number >= min && number <= max;
  return fits ? undefined : `A whole number from ${formatCount(min)} to ${formatCount(max)}.`;
}
