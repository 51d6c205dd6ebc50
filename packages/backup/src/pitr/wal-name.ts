/** A segment, a part of one at the end of a timeline, the label of a base backup, or the history of a timeline. */
const WAL_FILE = /^(?:[0-9A-F]{24}(?:\.partial|\.[0-9A-F]{8}\.backup)?|[0-9A-F]{8}\.history)$/;
const SEGMENT = /^[0-9A-F]{24}$/;
const TIMELINE_DIGITS = 8;

/** With segments of 16 MB, the last part of a name counts from 00 to FF (src/include/access/xlog_internal.h). */
const SEGMENTS_PER_LOG = 0x100;

/** Whether Postgres gives this name to a file of its log. */
export function isWalFile(name: string): boolean {
  return WAL_FILE.test(name);
}

/** The part of a segment's name that is the same on every timeline. It grows, and can be compared as text. */
export function walPosition(name: string): string {
  return name.slice(TIMELINE_DIGITS, 24);
}

export function isHistory(name: string): boolean {
  return name.endsWith('.history');
}

/** The segment after this one on the same timeline. Undefined for a file that is not a segment. */
export function nextSegment(name: string): string | undefined {
  if (!SEGMENT.test(name)) return undefined;
  const log = Number.parseInt(name.slice(8, 16), 16);
  const part = Number.parseInt(name.slice(16), 16) + 1;
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(8, '0');
  const following = part < SEGMENTS_PER_LOG ? [log, part] : [log + 1, 0];
  return name.slice(0, 8) + following.map(hex).join('');
}

export function timelineName(timeline: number): string {
  return timeline.toString(16).toUpperCase().padStart(TIMELINE_DIGITS, '0');
}

/** A position in the log such as `0/2000028` as a number. */
export function lsnAsNumber(text: string): number {
  const [high = '', low = ''] = text.split('/');
  return Number.parseInt(high, 16) * 2 ** 32 + Number.parseInt(low, 16);
}
