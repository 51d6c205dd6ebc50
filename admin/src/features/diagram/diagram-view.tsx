import { Show } from 'solid-js';
import { useCommands } from '../../app/commands/commands.ts';
import { useShortcuts } from '../../app/commands/shortcuts.ts';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { Page } from '../../ui/display/page.tsx';
import { counted } from '../../ui/format/numbers.ts';
import { Canvas } from './canvas/canvas.tsx';
import { createDiagramModel } from './diagram-model.ts';
import { savePng, saveSvg } from './export/save-diagram.ts';
import type { Diagram } from './model/diagram.ts';
import { LeftOut } from './panel/left-out.tsx';
import { SelectionPanel } from './panel/selection-panel.tsx';
import { TextDiagram } from './panel/text-diagram.tsx';
import { DiagramToolbar } from './toolbar.tsx';

/** The drawing with its tools, the panel of what is selected, and the same in words. */
export function DiagramView(props: { diagram: Diagram }) {
  const model = createDiagramModel(() => props.diagram);
  const inWords = () => model.search.view === 'list';
  const setInWords = (on: boolean) => model.setSearch({ view: on ? 'list' : undefined }, { replace: true });
  useShortcuts([
    { keys: '+', label: 'Zoom in', group: 'Diagram', run: () => model.zoom(1.25) },
    { keys: '-', label: 'Zoom out', group: 'Diagram', run: () => model.zoom(0.8) },
    { keys: '0', label: 'Show all', group: 'Diagram', run: model.fit },
    { keys: 'Escape', label: 'Close the panel', group: 'Diagram', run: () => model.select(undefined) },
  ]);
  useCommands(() => [
    { id: 'diagram:svg', label: 'Export the diagram as SVG', group: 'Diagram', run: () => saveSvg(model) },
    {
      id: 'diagram:png',
      label: 'Export the diagram as PNG',
      group: 'Diagram',
      run: () => void savePng(model),
    },
    { id: 'diagram:layout', label: 'Lay out the diagram again', group: 'Diagram', run: model.resetPlaces },
  ]);
  return (
    <Page
      title="Diagram"
      aside={
        <span class="tabular text-xs text-muted">
          {counted(model.chosen().cards.length, 'table')}, {counted(model.chosen().edges.length, 'reference')}
        </span>
      }
    >
      <DiagramToolbar model={model} inWords={inWords()} onInWords={setInWords} />
      <LeftOut model={model} />
      <Show when={model.failure()}>
        <div class="m-4 max-w-xl">
          <ErrorNotice
            title="The tables could not be laid out."
            error={model.failure()}
            onRetry={() => void model.layOutAgain()}
          />
        </div>
      </Show>
      <div class="relative flex min-h-0 flex-1">
        <Show when={inWords()} fallback={<Canvas model={model} />}>
          <TextDiagram model={model} />
        </Show>
        <SelectionPanel model={model} />
      </div>
    </Page>
  );
}
