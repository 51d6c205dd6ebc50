import { parseExact } from '../../../ui/format/exact-json.ts';
import type { FileRecord } from './file-record.ts';

/** The records of a file that holds one JSON array of objects, or an object a line. */
export function jsonRecords(file: File, onRead: (bytes: number) => void): ReadableStream<FileRecord[]> {
  const splitter = createJsonSplitter();
  let bytes = 0;
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      onRead(bytes);
      controller.enqueue(chunk);
    },
  });
  const records = new TransformStream<string, FileRecord[]>({
    transform: (text, controller) => controller.enqueue(splitter.push(text).map(toRecord)),
    flush(controller) {
      const rest = splitter.end();
      if (rest) controller.enqueue([toRecord(rest)]);
    },
  });
  return file.stream().pipeThrough(counted).pipeThrough(new TextDecoderStream()).pipeThrough(records);
}

/** The text of a document and the line where it begins. */
export interface JsonPiece {
  line: number;
  text: string;
}

function toRecord({ line, text }: JsonPiece): FileRecord {
  const size = text.length;
  try {
    const value = parseExact(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { line, size, values: { ...value } };
    }
    return { line, size, values: {}, problem: 'It is not an object.' };
  } catch (error) {
    return {
      line,
      size,
      values: {},
      problem: `It is not JSON: ${error instanceof Error ? error.message : ''}`,
    };
  }
}

/**
 * Cuts a JSON array, or documents one after the other, into its documents as the text arrives. What is between documents, such as
 * commas and the brackets of the array, is dropped.
 */
export function createJsonSplitter() {
  let line = 1;
  let start = 1;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let kept = '';

  /** Whether the character ends a document. */
  function step(character: string): boolean {
    if (inString) {
      if (escaped) escaped = false;
      else if (character === '\\') escaped = true;
      else if (character === '"') inString = false;
      return false;
    }
    if (character === '"') inString = true;
    else if (character === '{' || (character === '[' && depth > 0)) {
      if (depth === 0) start = line;
      depth++;
    } else if ((character === '}' || character === ']') && depth > 0) {
      depth--;
      return depth === 0;
    }
    return false;
  }

  return {
    push(text: string): JsonPiece[] {
      const pieces: JsonPiece[] = [];
      let from = 0;
      for (let i = 0; i < text.length; i++) {
        const character = text[i] ?? '';
        const wasOutside = depth === 0;
        if (character === '\n') line++;
        const ends = step(character);
        if (wasOutside && depth === 1) from = i;
        if (!ends) continue;
        pieces.push({ line: start, text: kept + text.slice(from, i + 1) });
        kept = '';
      }
      if (depth > 0) kept += text.slice(from);
      return pieces;
    },
    /** What remains of a file that ends within a document. */
    end: (): JsonPiece | undefined => (depth > 0 ? { line: start, text: kept } : undefined),
  };
}
