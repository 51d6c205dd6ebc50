import { expect, it } from 'vitest';
import { fileKind, hasThumbnail } from './file-kind.ts';

it.each([
  ['image/png', 'image'],
  ['text/csv; charset=utf-8', 'table'],
  ['application/json', 'code'],
  ['text/html', 'code'],
  ['application/x-zip-compressed', 'archive'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'table'],
  ['text/plain', 'text'],
  ['application/octet-stream', 'other'],
])('%s is of the kind %s', (type, kind) => {
  expect(fileKind(type)).toBe(kind);
});

it('reads small images that browsers show', () => {
  const files = [
    { mime_type: 'image/png', size: 1000 },
    { mime_type: 'image/png', size: 5_000_001 },
    { mime_type: 'image/tiff', size: 1000 },
    { mime_type: 'video/mp4', size: 1000 },
  ];
  expect(files.map(hasThumbnail)).toEqual([true, false, false, false]);
});
