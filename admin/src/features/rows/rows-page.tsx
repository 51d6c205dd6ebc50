import { EmptyState } from '../../ui/display/empty-state.tsx';
import { useTable } from '../tables/table/table-context.tsx';

/** The rows of a table. */
export default function RowsPage() {
  const { table } = useTable();
  return <EmptyState title={`The rows of ${table().name}`} />;
}
