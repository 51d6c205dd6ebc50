import type { Diagram, Edge, TableCard } from './diagram.ts';

/** With more tables that have no references, those are left out. */
export const MAX_ALL = 300;
/** No drawing has more tables. */
export const MAX_SHOWN = 1200;
const STEPS = 2;

/** Which tables a diagram shows, and why others are left out. */
export interface Chosen extends Diagram {
  leftOut: number;
  reason: 'none' | 'no-references' | 'too-many' | 'surroundings';
}

/** The names of the tables around one, a number of references away. */
export function surroundingsOf(edges: readonly Edge[], name: string, steps = STEPS): Set<string> {
  const neighbours = new Map<string, string[]>();
  function neighboursOf(table: string): string[] {
    const known = neighbours.get(table) ?? [];
    neighbours.set(table, known);
    return known;
  }
  for (const { from, to } of edges) {
    neighboursOf(from).push(to);
    neighboursOf(to).push(from);
  }
  const found = new Set([name]);
  let edge = [name];
  for (let step = 0; step < steps; step++) {
    edge = [...new Set(edge.flatMap(neighboursOf))].filter((each) => !found.has(each));
    for (const each of edge) found.add(each);
  }
  return found;
}

/** The table that most references lead to or from: the middle of a drawing that is too large to read as a whole. */
export function mostReferenced({ cards, edges }: Diagram): string | undefined {
  const counts = new Map<string, number>();
  for (const name of edges.flatMap(({ from, to }) => [from, to]))
    counts.set(name, (counts.get(name) ?? 0) + 1);
  const referring = [...counts].toSorted(([, a], [, b]) => b - a);
  return referring[0]?.[0] ?? cards[0]?.name;
}

function only(diagram: Diagram, keep: (card: TableCard) => boolean, reason: Chosen['reason']): Chosen {
  const cards = diagram.cards.filter(keep).slice(0, MAX_SHOWN);
  const names = new Set(cards.map(({ name }) => name));
  const edges = diagram.edges.filter(({ from, to }) => names.has(from) && names.has(to));
  const leftOut = (diagram.total ?? diagram.cards.length) - cards.length;
  return { cards, edges, leftOut, reason: leftOut === 0 ? 'none' : reason };
}

/** Chooses the tables to draw: around one, or all that can be drawn and looked at. */
export function chooseTables(diagram: Diagram, around: string | undefined): Chosen {
  if (around !== undefined) {
    const near = surroundingsOf(diagram.edges, around);
    return only(diagram, ({ name }) => near.has(name), 'surroundings');
  }
  const referring = new Set(diagram.edges.flatMap(({ from, to }) => [from, to]));
  const alone = diagram.cards.length - referring.size;
  if (referring.size === 0 || (alone <= MAX_ALL && diagram.cards.length <= MAX_SHOWN))
    return only(diagram, () => true, 'too-many');
  return only(
    diagram,
    ({ name }) => referring.has(name),
    referring.size > MAX_SHOWN ? 'too-many' : 'no-references',
  );
}
