import Copy from 'lucide-solid/icons/copy';
import Download from 'lucide-solid/icons/download';
import { buttonClass } from '../../../ui/controls/button.tsx';
import { counted } from '../../../ui/format/numbers.ts';
import { Menu } from '../../../ui/overlays/menu.tsx';
import type { ResultPlace } from '../grid/grid-keys.ts';
import { cellText } from './cells.ts';
import { copyText } from './copy-text.ts';
import { type ExportFormat, exportText, type ResultData } from './export-text.ts';
import { saveTextFile } from './save-file.ts';

interface ResultActionsProps {
  data: ResultData;
  active: ResultPlace;
  /** The name of a saved file. */
  fileName: string;
}

const NAMES: Record<ExportFormat, string> = { csv: 'CSV', tsv: 'TSV', json: 'JSON', markdown: 'Markdown' };

/** Copies the active cell. */
export function copyCell(data: ResultData, { row, column }: ResultPlace): void {
  void copyText(cellText(data.rows[row]?.[column]) ?? '', 'Copied the cell');
}

/** Copying and saving of a result's rows. */
export function ResultActions(props: ResultActionsProps) {
  const count = () => counted(props.data.rows.length, 'row');
  const copyAll = (format: ExportFormat) =>
    void copyText(exportText(props.data, format), `Copied ${count()} as ${NAMES[format]}`);
  const copyRow = (format: ExportFormat) => {
    const row = props.data.rows[props.active.row];
    if (!row) return;
    const data = { ...props.data, rows: [row] };
    void copyText(exportText(data, format), `Copied the row as ${NAMES[format]}`);
  };
  const save = (format: 'csv' | 'json') =>
    saveTextFile(props.fileName, format, exportText(props.data, format));
  return (
    <div class="flex items-center gap-1">
      <Menu
        label="Copy"
        triggerClass={buttonClass('ghost', 'sm')}
        trigger={
          <>
            <Copy class="size-4" />
            <span class="hidden sm:inline">Copy</span>
          </>
        }
        items={[
          { label: 'Cell', keys: 'Ctrl+C', onSelect: () => copyCell(props.data, props.active) },
          { label: 'Row as JSON', onSelect: () => copyRow('json') },
          { label: 'Row as CSV', onSelect: () => copyRow('csv') },
          { label: 'All as CSV', onSelect: () => copyAll('csv'), separated: true },
          { label: 'All for a spreadsheet (TSV)', onSelect: () => copyAll('tsv') },
          { label: 'All as JSON', onSelect: () => copyAll('json') },
          { label: 'All as Markdown', onSelect: () => copyAll('markdown') },
        ]}
      />
      <Menu
        label="Export"
        triggerClass={buttonClass('ghost', 'sm')}
        trigger={
          <>
            <Download class="size-4" />
            <span class="hidden sm:inline">Export</span>
          </>
        }
        items={[
          { label: `CSV, ${count()}`, onSelect: () => save('csv') },
          { label: `JSON, ${count()}`, onSelect: () => save('json') },
        ]}
      />
    </div>
  );
}
