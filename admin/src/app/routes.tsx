import { Route } from '@solidjs/router';
import House from 'lucide-solid/icons/house';
import Table from 'lucide-solid/icons/table-2';
import Users from 'lucide-solid/icons/users';
import { type JSX, lazy } from 'solid-js';
import { NotFoundPage } from './shell/not-found.tsx';

/** An entry of the sidebar. */
export interface NavigationItem {
  path: string;
  label: string;
  icon: () => JSX.Element;
  /** The shortcut that opens it. */
  keys: string;
}

export const navigation: NavigationItem[] = [
  { path: '/', label: 'Home', icon: () => <House />, keys: 'g h' },
  { path: '/tables', label: 'Tables', icon: () => <Table />, keys: 'g t' },
  { path: '/users', label: 'Users', icon: () => <Users />, keys: 'g u' },
];

const HomePage = lazy(() => import('../features/home/home-page.tsx'));
const TablesPage = lazy(() => import('../features/tables/list/tables-page.tsx'));
const TableLayout = lazy(() => import('../features/tables/table/table-layout.tsx'));
const RowsPage = lazy(() => import('../features/rows/rows-page.tsx'));
const SchemaPage = lazy(() => import('../features/tables/schema/schema-page.tsx'));
const IndexesPage = lazy(() => import('../features/tables/indexes/indexes-page.tsx'));
const ReferencesPage = lazy(() => import('../features/tables/references/references-page.tsx'));
const TableSettingsPage = lazy(() => import('../features/tables/settings/settings-page.tsx'));
const UsersPage = lazy(() => import('../features/users/users-page.tsx'));

/** A route for each page. A page is loaded when it is first opened. */
export function pages() {
  return (
    <>
      <Route path="/" component={HomePage} />
      <Route path="/tables" component={TablesPage} />
      <Route path="/tables/:name" component={TableLayout}>
        <Route path="/" component={RowsPage} />
        <Route path="/schema" component={SchemaPage} />
        <Route path="/indexes" component={IndexesPage} />
        <Route path="/references" component={ReferencesPage} />
        <Route path="/settings" component={TableSettingsPage} />
      </Route>
      <Route path="/users" component={UsersPage} />
      <Route path="*" component={NotFoundPage} />
    </>
  );
}
