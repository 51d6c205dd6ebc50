import { expect, it } from 'vitest';
import { Assembly, inPieces } from './pieces.ts';

const PIECE = 256 * 1024;

function assemble(texts: string[]): (string | undefined)[] {
  const assembly = new Assembly();
  return texts.flatMap((text) => [...inPieces(text)]).map((piece) => assembly.add(piece));
}

it.each([0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7])(
  'a text of %d characters is put together again',
  (length) => {
    const text = 'x'.repeat(length);
    expect(assemble([text, 'y']).filter((each) => each !== undefined)).toEqual([text, 'y']);
  },
);

it("no message exceeds the runtime's limit or ends within a character", () => {
  const text = `a${'🙂'.repeat(PIECE)}`;
  const pieces = [...inPieces(text)];
  for (const piece of pieces) {
    expect(new TextEncoder().encode(piece).byteLength).toBeLessThan(1024 * 1024);
    expect(piece.isWellFormed()).toBe(true);
  }
  expect(assemble([text]).at(-1)).toBe(text);
});
