/** Text, and what is to be said of its bytes. */
interface DecodedText {
  text: string;
  /** Whether bytes were replaced because they are no text in the encoding. */
  isBroken: boolean;
  /** Whether this is no text at all. */
  isBinary: boolean;
}

const NUL = 0;
/** A text has none of these; some of them are a file of another kind. */
const MAX_NULS_PER_1000 = 5;

/** Reads bytes as UTF-8, or as UTF-16 if they begin with its mark. `isWhole`: a character at the end may not be cut off. */
export function decodeText(bytes: Uint8Array, isWhole: boolean): DecodedText {
  const encoding = encodingOf(bytes);
  const text = new TextDecoder(encoding).decode(bytes, { stream: !isWhole });
  const isBinary = encoding === 'utf-8' && isMostlyBinary(bytes);
  return { text, isBinary, isBroken: text.includes('\uFFFD') };
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function isMostlyBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 8192);
  const nuls = head.reduce((count, byte) => count + Number(byte === NUL), 0);
  return nuls * 1000 > head.length * MAX_NULS_PER_1000;
}

/** JSON with a line for each value and all its digits; undefined if the text is not JSON. */
export function formatJson(text: string, parse: (text: string) => unknown): string | undefined {
  try {
    return JSON.stringify(parse(text), null, 2);
  } catch {
    return undefined;
  }
}
