import { shortType } from '../../../ui/format/types.ts';
import type { Edge, TableCard } from '../model/diagram.ts';
import { type EdgePath, footPath, headPath } from '../model/edge-path.ts';
import { fit, HEADER, LINE, shownColumns } from '../model/size.ts';
import { type Box, boxAround } from '../model/viewport.ts';

/** What is exported. */
export interface ExportedDiagram {
  cards: readonly TableCard[];
  edges: readonly Edge[];
  boxOf: (name: string) => Box;
  pathOf: (edge: Edge) => EdgePath;
  onlyKeys: boolean;
}

const MARGIN = 24;
const LETTER = 7;
// The light theme: a file is shown on paper and in pages that know nothing of the dashboard.
const STYLE = `text{font:12px Inter,system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;dominant-baseline:central;fill:#17171f}
.b{font-weight:600}.t{font-family:"JetBrains Mono",ui-monospace,Menlo,Consolas,monospace;font-size:11px;fill:#5d5d6b;text-anchor:end}
.k{fill:#3f49cf}.m{fill:#5d5d6b}.c{fill:#fff;stroke:#c9c9d4}.h{fill:#f0f0f4}.e{fill:none;stroke:#8a8a9c;stroke-width:1.25}`;

// Characters that XML can't hold at all are left out.
function escapeText(text: string): string {
  return [...text]
    .filter((letter) => letter >= ' ')
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function cardText(card: TableCard, { width, height, x, y }: Box, onlyKeys: boolean): string {
  const letters = Math.floor((width - 24) / LETTER);
  const { columns, hidden } = shownColumns(card, onlyKeys);
  const lines = columns.map((column, index) => {
    const at = HEADER + (index + 0.5) * LINE;
    const type = fit(shortType(column.type), 14);
    const sign = column.isKey ? '◆' : column.isReference ? '→' : '';
    const name = fit(column.name, Math.max(6, letters - type.length - 4));
    return `<text class="k" x="10" y="${at}">${sign}</text><text${column.nullable ? '' : ' class="b"'} x="26" y="${at}">${escapeText(name)}</text><text class="t" x="${width - 10}" y="${at}">${escapeText(type)}${column.nullable ? '?' : ''}</text>`;
  });
  const more =
    hidden > 0
      ? `<text class="m" x="26" y="${HEADER + (columns.length + 0.5) * LINE}">${hidden} more</text>`
      : '';
  return `<g transform="translate(${x} ${y})"><title>${escapeText(card.name)}</title><rect class="c" width="${width}" height="${height}" rx="6"/><rect class="h" x=".5" y=".5" width="${width - 1}" height="${HEADER}" rx="5.5"/><text class="b" x="10" y="${HEADER / 2}">${escapeText(fit(card.name, letters))}</text>${lines.join('')}${more}</g>`;
}

function edgeText(edge: Edge, { d, start, end }: EdgePath): string {
  const title = escapeText(`${edge.from}.${edge.fromColumn} refers to ${edge.to}.${edge.toColumn}`);
  return `<path class="e" d="${d}${footPath(start, edge.isUnique)}${headPath(end, edge.isOptional)}"><title>${title}</title></path>`;
}

/** The whole diagram as an SVG file that needs nothing else. */
export function svgText({ cards, edges, boxOf, pathOf, onlyKeys }: ExportedDiagram): string {
  const bounds = boxAround(cards.map(({ name }) => boxOf(name)));
  const width = Math.ceil(bounds.width + 2 * MARGIN);
  const height = Math.ceil(bounds.height + 2 * MARGIN);
  const origin = `${Math.floor(bounds.x - MARGIN)} ${Math.floor(bounds.y - MARGIN)}`;
  const drawn = [
    ...edges.map((edge) => edgeText(edge, pathOf(edge))),
    ...cards.map((card) => cardText(card, boxOf(card.name), onlyKeys)),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${origin} ${width} ${height}"><style>${STYLE}</style><rect x="${origin.split(' ')[0]}" y="${origin.split(' ')[1]}" width="${width}" height="${height}" fill="#f7f7f9"/>${drawn.join('\n')}</svg>`;
}
