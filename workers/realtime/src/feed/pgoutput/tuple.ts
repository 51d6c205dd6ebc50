/** Marks missing values in `starts`: null, and an unchanged TOAST value. */
export const NULL = -1;
export const UNCHANGED = -2;

/** The offsets of a row's values in its message. One object is filled again for each row. */
export class Tuple {
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  length = 0;

  /** Reads a row at an offset and returns the offset after it. Throws RangeError if there is no row. */
  read(bytes: Buffer, from: number): number {
    this.length = bytes.readUInt16BE(from);
    let at = from + 2;
    for (let i = 0; i < this.length; i += 1) {
      const kind = bytes[at];
      at += 1;
      if (kind === 116 /* t */) {
        const size = bytes.readUInt32BE(at);
        this.starts[i] = at + 4;
        at += 4 + size;
        this.ends[i] = at;
      } else if (kind === 110 /* n */) this.starts[i] = NULL;
      else if (kind === 117 /* u */) this.starts[i] = UNCHANGED;
      else throw new RangeError('a value is of an unknown kind');
    }
    if (at > bytes.length) throw new RangeError('a value is longer than its message');
    return at;
  }
}
