/** A position in Postgres' log as 16 upper-case hexadecimal digits, so that positions sort as text. */
export type Lsn = string;

export const ZERO_LSN: Lsn = '0'.repeat(16);

/** Parses the form that Postgres prints, `16/B374D848`. Throws TypeError. */
export function parseLsn(text: unknown): Lsn {
  const [, high, low] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(String(text)) ?? [];
  if (high === undefined || low === undefined) throw new TypeError('not a position in the log');
  return (high.padStart(8, '0') + low.padStart(8, '0')).toUpperCase();
}

/** In the form that Postgres prints. */
export function printLsn(lsn: Lsn): string {
  return `${lsn.slice(0, 8)}/${lsn.slice(8)}`;
}

/** The position of the next byte. */
export function nextLsn(lsn: Lsn): Lsn {
  return (BigInt(`0x${lsn}`) + 1n).toString(16).toUpperCase().padStart(16, '0');
}

export function readLsn(bytes: Buffer, offset: number): Lsn {
  return hex8(bytes.readUInt32BE(offset)) + hex8(bytes.readUInt32BE(offset + 4));
}

export function writeLsn(bytes: Buffer, offset: number, lsn: Lsn): void {
  bytes.writeUInt32BE(Number.parseInt(lsn.slice(0, 8), 16), offset);
  bytes.writeUInt32BE(Number.parseInt(lsn.slice(8), 16), offset + 4);
}

export function laterLsn(a: Lsn, b: Lsn): Lsn {
  return a > b ? a : b;
}

/** Bytes of the log between two positions. */
export function bytesBetween(from: Lsn, to: Lsn): number {
  return Number(BigInt(`0x${to}`) - BigInt(`0x${from}`));
}

/** Eight upper-case hexadecimal digits. */
export function hex8(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, '0');
}
