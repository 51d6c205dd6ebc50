import Network from 'lucide-solid/icons/network';
import { EmptyState } from '../../ui/display/empty-state.tsx';
import { Page } from '../../ui/display/page.tsx';
import { counted } from '../../ui/format/numbers.ts';
import { TableFinder } from './table-finder.tsx';

/** Asks for a table, where there are too many to draw them all. */
export function ChooseFirst(props: {
  total: number;
  missing: string | undefined;
  onChoose: (name: string) => void;
}) {
  return (
    <Page title="Diagram">
      <EmptyState
        icon={<Network />}
        title={props.missing ? `There is no table ${props.missing}` : 'Which table do you want to look at?'}
        action={<TableFinder known={undefined} onFind={props.onChoose} />}
      >
        {counted(props.total, 'table')} are too many for one drawing. Search for one: it is drawn with the
        tables that it refers to and that refer to it.
      </EmptyState>
    </Page>
  );
}
