import { createMemo } from 'solid-js';
import type { DiagramModel } from '../diagram-model.ts';
import type { Edge } from '../model/diagram.ts';
import { footPath, headPath } from '../model/edge-path.ts';

/** A reference: a crow's foot at the many rows, a bar at the one that they refer to. Screen readers find it in the words. */
export function EdgeShape(props: { model: DiagramModel; edge: Edge; isMarked: boolean; isFaded: boolean }) {
  const { edge, model } = props;
  const path = createMemo(() => model.pathOf(edge));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the panel of a table leads to its references by keyboard
    <g
      data-edge={edge.id}
      class={`cursor-pointer fill-none hover:stroke-link ${props.isMarked ? 'stroke-link' : 'stroke-muted'} ${props.isFaded ? 'opacity-35' : ''}`}
      stroke-width={props.isMarked ? 2 : 1.5}
      onClick={() => model.selectEdge(edge.id)}
    >
      <path d={path().d} stroke="transparent" stroke-width="14" />
      <path d={path().d} />
      <path d={footPath(path().start, edge.isUnique)} />
      <path d={headPath(path().end, edge.isOptional)} />
      <title>
        {edge.from}.{edge.fromColumn} refers to {edge.to}.{edge.toColumn}
      </title>
    </g>
  );
}
