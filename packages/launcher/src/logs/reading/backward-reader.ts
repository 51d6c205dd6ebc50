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

const CHUNK_BYTES = 128 * 1024;
const NEWLINE = 0x0a;
/** So many lines without a time are kept until a line before them has one. */
const MAX_TIMELESS = 200;
const MAX_CONTINUATIONS = 500;

/** Reads a log from a position backwards, in constant memory. */
export class BackwardReader {
  /** Everything from here on has been taken. */
  position: number;
  bytesRead = 0;
  readonly #path: string;
  readonly #start: number;
  /** The bytes from `#from` on that have been read. Of a long line only the beginning. */
  #buffer = Buffer.alloc(0);
  #from: number;
  /** Where the next line ends. */
  #end: number;
  #records: LogRecord[] = [];
  #lastTime: number | undefined;
  #line: LogLine | undefined;

  constructor(path: string, before: number | undefined) {
    const { start, end } = extentOf(path);
    this.#path = path;
    this.#start = start;
    this.#from = Math.min(Math.max(before ?? end, start), end);
    this.#end = this.#from;
    this.position = this.#end;
    if (before === undefined) this.#skipUnfinishedLine();
  }

  /** The newest record that has not been taken. */
  peek(): LogRecord | undefined {
    if (this.#records.length === 0) this.#readRecords();
    return this.#records[0];
  }

  take(): void {
    const taken = this.#records.shift();
    if (taken) this.position = taken.start;
  }

  /** A process may be writing the last line right now. */
  #skipUnfinishedLine(): void {
    const last = this.#nextLine();
    if (!last) return;
    const isFinished = readAt(this.#path, last.end - 1, 1)[0] === NEWLINE;
    if (isFinished) this.#line = last;
    else this.position = last.start;
  }

  /** Reads until a record has a time, which the records after it get if they have none. */
  #readRecords(): void {
    const timeless: LogLine[] = [];
    for (;;) {
      const line = this.#nextRecord();
      const time = line && timeOfLine(line);
      if (line && time === undefined && timeless.length < MAX_TIMELESS) {
        timeless.push(line);
        continue;
      }
      const lines = line ? [...timeless, line] : timeless;
      const known = time ?? this.#lastTime ?? Date.now();
      this.#records = lines.map((each) => ({ ...each, time: known }));
      this.#lastTime = known;
      return;
    }
  }

  /** A line with those that continue it. */
  #nextRecord(): LogLine | undefined {
    const lines: LogLine[] = [];
    for (;;) {
      const line = this.#takeLine();
      if (!line) break;
      lines.unshift(line);
      if (!isContinuation(line) || lines.length >= MAX_CONTINUATIONS) break;
    }
    return lines.length > 0 ? joinLines(lines) : undefined;
  }

  #takeLine(): LogLine | undefined {
    const line = this.#line ?? this.#nextLine();
    this.#line = undefined;
    return line;
  }

  /** The line that ends at `#end`. */
  #nextLine(): LogLine | undefined {
    for (;;) {
      const newline = this.#buffer.lastIndexOf(NEWLINE, -2);
      if (newline !== -1) return this.#cutOff(newline + 1);
      if (this.#from <= this.#start) return this.#buffer.length > 0 ? this.#cutOff(0) : undefined;
      this.#readChunk();
    }
  }

  #cutOff(at: number): LogLine {
    const start = this.#from + at;
    const bytes = trimLine(this.#buffer.subarray(at));
    this.#buffer = this.#buffer.subarray(0, at);
    const line = { start, end: this.#end, bytes };
    this.#end = start;
    return line;
  }

  #readChunk(): void {
    const from = Math.max(this.#start, this.#from - CHUNK_BYTES);
    const parts: Buffer[] = [];
    for (let position = from; position < this.#from; ) {
      const part = readAt(this.#path, position, this.#from - position);
      // The file was removed or shortened.
      if (part.length === 0) break;
      parts.push(part);
      position += part.length;
      this.bytesRead += part.length;
    }
    this.#buffer = Buffer.concat([...parts, this.#buffer.subarray(0, MAX_LINE_BYTES)]);
    this.#from = from;
  }
}

/** The end of the last line of a log that has been written completely. */
export function finishedEnd(path: string): number {
  return new BackwardReader(path, undefined).position;
}
