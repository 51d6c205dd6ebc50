import { TIME_CHARACTERS, timeOf } from './line-time.ts';

/** What is kept of a line: an entry of more would only fill memory. */
export const MAX_LINE_BYTES = 64 * 1024;

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/** A line of a log. */
export interface LogLine {
  /** Positions in the log; `end` is after the newline. */
  start: number;
  end: number;
  /** At most MAX_LINE_BYTES of it, without the newline. */
  bytes: Buffer;
}

/** A line and the indented lines below it, such as a stack trace, with the time of the line or of one before it. */
export interface LogRecord extends LogLine {
  time: number;
}

/** Whether the line belongs to the one above it. */
export function isContinuation({ bytes }: LogLine): boolean {
  return bytes[0] === SPACE || bytes[0] === TAB;
}

/** When the line was written, if it says so. */
export function timeOfLine({ bytes }: LogLine): number | undefined {
  return timeOf(bytes.toString('latin1', 0, TIME_CHARACTERS));
}

/** One line of a line and the lines that continue it. */
export function joinLines(lines: LogLine[]): LogLine {
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last) throw new Error('no lines');
  if (lines.length === 1) return first;
  const parts = lines.flatMap(({ bytes }, index) => (index === 0 ? [bytes] : [Buffer.from('\n'), bytes]));
  return { start: first.start, end: last.end, bytes: Buffer.concat(parts).subarray(0, MAX_LINE_BYTES) };
}

/** A line without its newline, cut to the most that is kept. */
export function trimLine(bytes: Buffer): Buffer {
  let end = bytes.length;
  if (bytes[end - 1] === NEWLINE) end -= 1;
  if (bytes[end - 1] === CARRIAGE_RETURN) end -= 1;
  return bytes.subarray(0, Math.min(end, MAX_LINE_BYTES));
}
