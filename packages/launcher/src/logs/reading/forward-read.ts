import { extentOf, readAt } from './log-extent.ts';
import {
  isContinuation,
  joinLines,
  type LogLine,
  type LogRecord,
  MAX_LINE_BYTES,
  timeOfLine,
  trimLine,
} from './log-record.ts';

const CHUNK_BYTES = 256 * 1024;
const NEWLINE = 0x0a;

interface ForwardRead {
  records: LogRecord[];
  /** Where the next read begins. */
  position: number;
  /** Whether lines after the position asked for had been deleted. */
  hasGap: boolean;
}

/** The lines that were written after a position, as many as fit into one read; `lastTime` is for lines without a time. */
export function readForward(path: string, after: number, lastTime: number): ForwardRead {
  const { start, end } = extentOf(path);
  const hasGap = after < start;
  // A position after the end is one of a log that was deleted.
  const from = Math.min(Math.max(after, start), end);
  const chunk = readAt(path, from, Math.min(CHUNK_BYTES, end - from));
  const lines = linesOf(chunk, from);
  const read = lines.at(-1)?.end ?? from;
  if (lines.length > 0 || chunk.length < CHUNK_BYTES)
    return { records: toRecords(lines, lastTime), position: read, hasGap };
  const long = readLongLine(path, from, end, chunk);
  return { records: toRecords(long ? [long] : [], lastTime), position: long?.end ?? from, hasGap };
}

/** The finished lines in some bytes. */
function linesOf(bytes: Buffer, from: number): LogLine[] {
  const lines: LogLine[] = [];
  let at = 0;
  for (let newline = bytes.indexOf(NEWLINE); newline !== -1; newline = bytes.indexOf(NEWLINE, at)) {
    lines.push({
      start: from + at,
      end: from + newline + 1,
      bytes: trimLine(bytes.subarray(at, newline + 1)),
    });
    at = newline + 1;
  }
  return lines;
}

/** The beginning of a line that is longer than a chunk; undefined if it has no end yet. */
function readLongLine(path: string, start: number, end: number, head: Buffer): LogLine | undefined {
  for (let position = start + head.length; position < end; ) {
    const chunk = readAt(path, position, Math.min(CHUNK_BYTES, end - position));
    if (chunk.length === 0) return undefined;
    const newline = chunk.indexOf(NEWLINE);
    if (newline !== -1)
      return { start, end: position + newline + 1, bytes: head.subarray(0, MAX_LINE_BYTES) };
    position += chunk.length;
  }
  return undefined;
}

function toRecords(lines: LogLine[], lastTime: number): LogRecord[] {
  const groups: LogLine[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    if (group && isContinuation(line)) group.push(line);
    else groups.push([line]);
  }
  let time = lastTime;
  return groups.map((group) => {
    const line = joinLines(group);
    time = timeOfLine(line) ?? time;
    return { ...line, time };
  });
}
