import { expect, it } from 'vitest';
import { chooseTables, MAX_ALL, mostReferenced, surroundingsOf } from './choose.ts';
import { type DescribedTable, toDiagram } from './diagram.ts';
import { edgePath } from './edge-path.ts';
import { groupsOf, layOut } from './layout.ts';
import { fit, HEADER, LINE, lineOf, shownColumns, sizeOf } from './size.ts';
import { boxAround, centerOn, fitView, overlaps, zoomAt } from './viewport.ts';

const id = { name: 'id', type: 'uuid', nullable: false, primary_key: true };
function table(name: string, ...to: string[]): DescribedTable {
  const references = to.map((target) => ({
    name: `${target}_id`,
    type: 'uuid',
    nullable: true,
    references: { table: target, column: 'id', on_delete: 'cascade' },
  }));
  return { id: `id of ${name}`, name, columns: [id, ...references] };
}

it('references become edges, one to a table that is not there to see does not', () => {
  const { cards, edges } = toDiagram([table('books', 'authors', 'hidden'), table('authors')]);
  expect(cards.map(({ name }) => name)).toEqual(['books', 'authors']);
  expect(edges).toMatchObject([{ from: 'books', fromColumn: 'authors_id', to: 'authors', isOptional: true }]);
  expect(cards[0]?.columns.map(({ isKey, isReference }) => [isKey, isReference])).toEqual([
    [true, false],
    [false, true],
    [false, true],
  ]);
});

it('the middle of a drawing is the table with the most references, or else the first', () => {
  const tables = [table('a', 'hub'), table('b', 'hub'), table('hub')];
  expect(mostReferenced(toDiagram(tables))).toBe('hub');
  expect(mostReferenced(toDiagram([table('a'), table('b')]))).toBe('a');
  expect(mostReferenced(toDiagram([]))).toBeUndefined();
});

it('of many tables only those with references are chosen, and around a table what is two references away', () => {
  const chain = [table('a', 'b'), table('b', 'c'), table('c', 'd'), table('d')];
  const alone = Array.from({ length: MAX_ALL + 1 }, (_, index) => table(`t${index}`));
  const diagram = toDiagram([...chain, ...alone]);
  expect(chooseTables(diagram, undefined)).toMatchObject({ leftOut: MAX_ALL + 1, reason: 'no-references' });
  expect(chooseTables(toDiagram(chain), undefined)).toMatchObject({ leftOut: 0, reason: 'none' });
  const near = chooseTables(diagram, 'a');
  expect(near.cards.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(near.edges).toHaveLength(2);
  expect(surroundingsOf(diagram.edges, 'd', 1)).toEqual(new Set(['d', 'c']));
});

it('a card with many columns shows its keys and references, and where their lines are', () => {
  const columns = Array.from({ length: 30 }, (_, index) => ({
    name: `c${index}`,
    type: 'text',
    nullable: true,
  }));
  const { cards } = toDiagram([{ id: '1', name: 'wide', columns: [id, ...columns] }, table('small')]);
  const [wide, small] = cards;
  if (!wide || !small) throw new Error('A card is gone.');
  expect(shownColumns(wide, false)).toMatchObject({ columns: [{ name: 'id' }], hidden: 30 });
  expect(lineOf(wide, 'id', false)).toBe(HEADER + LINE / 2);
  expect(lineOf(wide, 'c5', false)).toBe(HEADER / 2);
  expect(sizeOf(wide, false).height).toBeGreaterThan(sizeOf(small, false).height);
  expect(fit('👩‍🚀寸法の名前', 3)).toHaveLength([...'👩‍'].join('').length + 1);
  expect(fit('W'.repeat(63), 18)).toBe(`${'W'.repeat(8)}…`);
  expect(fit('各国客户季度发票', 9)).toBe('各国客户…');
});

it('boxes do not overlap, the referring one is left of the other, and groups keep together', () => {
  const names = ['a', 'b', 'c', 'x', 'y', 'alone', 'self'];
  const input = {
    boxes: names.map((name) => ({ name, width: 200, height: 100 })),
    links: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'a' },
      { from: 'x', to: 'y' },
      { from: 'self', to: 'self' },
    ],
  };
  expect(groupsOf(input).map(({ boxes }) => boxes.length)).toEqual([3, 2, 1, 1]);
  const places = layOut(input);
  const boxes = names.map((name) => ({ ...(places[name] ?? { x: 0, y: 0 }), width: 200, height: 100 }));
  for (const [index, box] of boxes.entries()) {
    expect(boxes.slice(index + 1).filter((other) => overlaps(box, other))).toEqual([]);
  }
  expect(places.x?.x).toBeLessThan(places.y?.x ?? 0);
});

it('hundreds of tables become no column that is much higher than wide', () => {
  const boxes = Array.from({ length: 160 }, (_, index) => ({ name: `t${index}`, width: 200, height: 120 }));
  const links = boxes.slice(1).flatMap(({ name }, index) => [
    { from: name, to: `t${Math.floor(index / 3)}` },
    { from: name, to: `t${(index * 7919) % (index + 1)}` },
  ]);
  const places = Object.values(layOut({ boxes, links }));
  const bounds = boxAround(places.map((place) => ({ ...place, width: 200, height: 120 })));
  expect(bounds.height / bounds.width).toBeLessThan(1.5);
  expect(bounds.width / bounds.height).toBeLessThan(3);
}, 20_000);

it('an edge leaves from the side that faces the other card', () => {
  const left = { left: 0, right: 100, y: 10 };
  const right = { left: 300, right: 400, y: 20 };
  expect(edgePath(left, right)).toMatchObject({ start: { x: 100, side: 1 }, end: { x: 300, side: -1 } });
  expect(edgePath(right, left)).toMatchObject({ start: { x: 300, side: -1 }, end: { x: 100, side: 1 } });
  expect(edgePath(left, left)).toMatchObject({ start: { side: 1 }, end: { side: 1 } });
});

it('a zoom keeps the point under the pointer, and a fit shows all', () => {
  const zoomed = zoomAt({ x: 10, y: 20, scale: 1 }, { x: 110, y: 120 }, 2);
  expect(zoomed).toEqual({ scale: 2, x: -90, y: -80 });
  const box = boxAround([
    { x: -100, y: 0, width: 50, height: 50 },
    { x: 900, y: 700, width: 100, height: 300 },
  ]);
  const view = fitView(box, { width: 600, height: 600 });
  expect(box.x * view.scale + view.x).toBeGreaterThanOrEqual(0);
  expect((box.y + box.height) * view.scale + view.y).toBeLessThanOrEqual(600);
  expect(centerOn({ x: 0, y: 0, width: 10, height: 10 }, { width: 100, height: 100 }, 1)).toMatchObject({
    x: 45,
  });
});
