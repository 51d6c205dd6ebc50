import Ellipsis from 'lucide-solid/icons/ellipsis';
import Maximize from 'lucide-solid/icons/maximize';
import ZoomIn from 'lucide-solid/icons/zoom-in';
import ZoomOut from 'lucide-solid/icons/zoom-out';
import { IconButton } from '../../ui/controls/icon-button.tsx';
import { Segmented } from '../../ui/controls/segmented.tsx';
import { Toolbar } from '../../ui/navigation/toolbar.tsx';
import { Menu } from '../../ui/overlays/menu.tsx';
import type { DiagramModel } from './diagram-model.ts';
import { savePng, saveSvg } from './export/save-diagram.ts';
import { TableFinder } from './table-finder.tsx';

interface ToolbarProps {
  model: DiagramModel;
  inWords: boolean;
  onInWords: (inWords: boolean) => void;
}

const VIEWS = [
  { value: 'drawing' as const, label: 'Drawing' },
  { value: 'words' as const, label: 'List' },
];

/** Search, zoom and what is done seldom. */
export function DiagramToolbar(props: ToolbarProps) {
  const { model } = props;
  const names = () => model.diagram().cards.map(({ name }) => name);
  const columns = () => (model.onlyKeys() ? undefined : 'keys');
  return (
    <Toolbar
      actions={
        <>
          {/* Two fingers do it on a phone. */}
          <span class="flex gap-2 max-sm:hidden">
            <IconButton label="Zoom out" icon={<ZoomOut />} onClick={() => model.zoom(0.8)} />
            <IconButton label="Zoom in" icon={<ZoomIn />} onClick={() => model.zoom(1.25)} />
          </span>
          <IconButton label="Show all" icon={<Maximize />} onClick={model.fit} />
          <Menu
            label="More for the diagram"
            trigger={<Ellipsis />}
            items={[
              {
                label: model.onlyKeys() ? 'Show all columns' : 'Show keys only',
                onSelect: () => model.setSearch({ columns: columns() }, { replace: true }),
              },
              { label: 'Lay out again', onSelect: model.resetPlaces },
              { label: 'Export as SVG', separated: true, onSelect: () => saveSvg(model) },
              { label: 'Export as PNG', onSelect: () => void savePng(model) },
            ]}
          />
        </>
      }
    >
      <TableFinder known={model.isPartial() ? undefined : names()} onFind={model.find} />
      <Segmented
        label="View"
        options={VIEWS}
        value={props.inWords ? 'words' : 'drawing'}
        onChange={(view) => props.onInWords(view === 'words')}
      />
    </Toolbar>
  );
}
