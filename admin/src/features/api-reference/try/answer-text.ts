import { parseExact } from '../../../ui/format/exact-json.ts';

const MAX_SHOWN = 200_000;

/** What is shown of a body. */
export interface ShownBody {
  text: string;
  isJson: boolean;
  /** Whether only its beginning is shown. */
  isCut: boolean;
}

/** Whether a body is text that can be shown. */
export function isTextType(type: string): boolean {
  return /^text\/|json|javascript|xml/.test(type);
}

/** The beginning of a text, and JSON with a line for each value if it is wanted and whole. */
export function showBody(text: string, type: string, isPretty: boolean): ShownBody {
  const isJson = type.includes('json');
  const isCut = text.length > MAX_SHOWN;
  if (isCut || !isJson || !isPretty) return { text: text.slice(0, MAX_SHOWN), isJson, isCut };
  try {
    return { text: JSON.stringify(parseExact(text), null, 2), isJson, isCut };
  } catch {
    return { text, isJson: false, isCut };
  }
}
