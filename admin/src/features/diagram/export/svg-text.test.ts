import { expect, it } from 'vitest';
import { toDiagram } from '../model/diagram.ts';
import { edgePath } from '../model/edge-path.ts';
import { svgText } from './svg-text.ts';

it('an exported drawing stands alone, and no name can end its text', () => {
  const name = `<script>&"寸${String.fromCharCode(1)}`;
  const { cards, edges } = toDiagram([
    {
      id: '1',
      name,
      columns: [{ name: 'up', type: 'uuid', nullable: true, references: { table: name, column: 'up' } }],
    },
  ]);
  const port = { left: 0, right: 200, y: 40 };
  const svg = svgText({
    cards,
    edges,
    boxOf: () => ({ x: -10, y: 5, width: 200, height: 60 }),
    pathOf: () => edgePath(port, port),
    onlyKeys: false,
  });
  expect(svg).toContain('&lt;script&gt;&amp;&quot;寸<');
  expect(svg).toContain('viewBox="-34 -19 248 108"');
  expect(svg).not.toMatch(/var\(|class="fill-|<script/);
});
