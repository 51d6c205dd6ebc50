const JSON_TIME = /^\{"time":"(\d{4}-\d\d-\d\dT[\d:.]{8,15}Z)"/;
/** The supervisor's lines, and Postgres' with `%m`. */
const TEXT_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,6})?) ?(?:Z|UTC)/;

/** The characters of a line that can hold its time. */
export const TIME_CHARACTERS = 60;

/** When a line was written, by its first characters, in milliseconds; undefined if they do not say. */
export function timeOf(head: string): number | undefined {
  const [, ofJson] = JSON_TIME.exec(head) ?? [];
  if (ofJson !== undefined) return valid(ofJson);
  const [, day, time] = TEXT_TIME.exec(head) ?? [];
  return day === undefined ? undefined : valid(`${day}T${time}Z`);
}

function valid(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
