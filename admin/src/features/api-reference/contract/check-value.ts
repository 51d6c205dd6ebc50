import type { Schema } from './openapi.ts';

function checkNumber({ type, minimum, maximum }: Schema, text: string): string | undefined {
  const value = Number(text);
  if (Number.isNaN(value) || text.trim() === '') return 'Write a number.';
  if (type === 'integer' && !Number.isInteger(value)) return 'Write a whole number.';
  if (minimum !== undefined && value < minimum) return `At least ${minimum}.`;
  return maximum !== undefined && value > maximum ? `At most ${maximum}.` : undefined;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What is wrong with the text of a parameter, as a hint: the server has the last word. */
export function checkValue(schema: Schema, text: string, isRequired: boolean): string | undefined {
  if (text === '') return isRequired ? 'The request needs this.' : undefined;
  if (schema.type === 'integer' || schema.type === 'number') return checkNumber(schema, text);
  if (schema.format === 'uuid' && !UUID.test(text)) return 'Write a UUID.';
  const { minLength = 0, maxLength } = schema;
  if (text.length < minLength) return `At least ${minLength} characters.`;
  return maxLength !== undefined && text.length > maxLength ? `At most ${maxLength} characters.` : undefined;
}
