import { expect, it } from 'vitest';
import { readStorageView, storageParams } from './view-state.ts';

it('reads what it wrote', () => {
  const view = {
    path: 'a/b/',
    layout: 'grid' as const,
    sort: { by: 'size' as const, order: 'desc' as const },
    search: 'x',
    file: 'id',
  };
  expect(readStorageView(storageParams(view))).toEqual(view);
});

it('leaves the default out of the URL, and reads nonsense as the default', () => {
  const view = readStorageView({ view: 'tiles', sort: 'colour', order: 'up', path: '//' });
  expect(view).toEqual({
    path: '',
    layout: 'list',
    sort: { by: 'name', order: 'asc' },
    search: '',
    file: undefined,
  });
  expect(Object.values(storageParams(view)).every((value) => value === undefined)).toBe(true);
});
