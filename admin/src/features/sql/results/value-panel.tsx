import { Show } from 'solid-js';
import { Code } from '../../../ui/display/code.tsx';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import type { ResultPlace } from '../grid/grid-keys.ts';
import { readableText } from './cells.ts';
import type { ResultData } from './export-text.ts';

interface ValuePanelProps {
  data: ResultData;
  place: ResultPlace;
  open: boolean;
  onClose: () => void;
}

/** Shows one value as a whole: a long text, or JSON with its structure. */
export function ValuePanel(props: ValuePanelProps) {
  const column = () => props.data.columns[props.place.column];
  const value = () => props.data.rows[props.place.row]?.[props.place.column];
  return (
    <SidePanel
      open={props.open}
      onClose={props.onClose}
      title={column()?.name ?? 'Value'}
      description={`${column()?.type}, row ${props.place.row + 1}`}
      wide
    >
      <Show when={value() !== null} fallback={<p class="text-muted italic">NULL</p>}>
        <Code label={`Value of ${column()?.name}`} code={readableText(value())} wrap />
      </Show>
    </SidePanel>
  );
}
