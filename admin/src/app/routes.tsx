import { Route } from '@solidjs/router';
import Activity from 'lucide-solid/icons/activity';
import Archive from 'lucide-solid/icons/archive';
import FolderOpen from 'lucide-solid/icons/folder-open';
import House from 'lucide-solid/icons/house';
import Network from 'lucide-solid/icons/network';
import Plug from 'lucide-solid/icons/plug';
import Radio from 'lucide-solid/icons/radio';
import ScrollText from 'lucide-solid/icons/scroll-text';
import Settings from 'lucide-solid/icons/settings';
import SquareFunction from 'lucide-solid/icons/square-function';
import SquareTerminal from 'lucide-solid/icons/square-terminal';
import Table from 'lucide-solid/icons/table-2';
import Users from 'lucide-solid/icons/users';
import Webhook from 'lucide-solid/icons/webhook';
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
  { path: '/sql', label: 'SQL', icon: () => <SquareTerminal />, keys: 'g q' },
  { path: '/users', label: 'Users', icon: () => <Users />, keys: 'g u' },
  { path: '/storage', label: 'Storage', icon: () => <FolderOpen />, keys: 'g f' },
  { path: '/functions', label: 'Functions', icon: () => <SquareFunction />, keys: 'g c' },
  { path: '/webhooks', label: 'Webhooks', icon: () => <Webhook />, keys: 'g w' },
  { path: '/realtime', label: 'Realtime', icon: () => <Radio />, keys: 'g r' },
  { path: '/diagram', label: 'Diagram', icon: () => <Network />, keys: 'g d' },
  { path: '/api-reference', label: 'API', icon: () => <Plug />, keys: 'g a' },
  { path: '/activity', label: 'Activity', icon: () => <Activity />, keys: 'g y' },
  { path: '/logs', label: 'Logs', icon: () => <ScrollText />, keys: 'g l' },
  { path: '/backups', label: 'Backups', icon: () => <Archive />, keys: 'g b' },
  { path: '/settings', label: 'Settings', icon: () => <Settings />, keys: 'g s' },
];

const HomePage = lazy(() => import('../features/home/home-page.tsx'));
const TablesPage = lazy(() => import('../features/tables/list/tables-page.tsx'));
const TableLayout = lazy(() => import('../features/tables/table/table-layout.tsx'));
const RowsPage = lazy(() => import('../features/rows/rows-page.tsx'));
const SchemaPage = lazy(() => import('../features/tables/schema/schema-page.tsx'));
const IndexesPage = lazy(() => import('../features/tables/indexes/indexes-page.tsx'));
const ReferencesPage = lazy(() => import('../features/tables/references/references-page.tsx'));
const TableSettingsPage = lazy(() => import('../features/tables/settings/settings-page.tsx'));
const SqlPage = lazy(() => import('../features/sql/sql-page.tsx'));
const UsersPage = lazy(() => import('../features/users/users-page.tsx'));
const BucketsPage = lazy(() => import('../features/storage/buckets/buckets-page.tsx'));
const BucketPage = lazy(() => import('../features/storage/bucket-page.tsx'));
const FunctionsPage = lazy(() => import('../features/functions/functions-page.tsx'));
const FunctionLayout = lazy(() => import('../features/functions/page/function-layout.tsx'));
const FunctionCodePage = lazy(() => import('../features/functions/code/code-page.tsx'));
const FunctionTestPage = lazy(() => import('../features/functions/test/test-page.tsx'));
const ExecutionsPage = lazy(() => import('../features/functions/executions/executions-page.tsx'));
const DeadJobsPage = lazy(() => import('../features/functions/dead-jobs/dead-jobs-page.tsx'));
const VersionsPage = lazy(() => import('../features/functions/versions/versions-page.tsx'));
const VariablesPage = lazy(() => import('../features/functions/variables/variables-page.tsx'));
const FunctionLogsPage = lazy(() => import('../features/functions/logs/function-logs-page.tsx'));
const TriggersPage = lazy(() => import('../features/functions/triggers/triggers-page.tsx'));
const FunctionSettingsPage = lazy(() => import('../features/functions/settings/function-settings-page.tsx'));
const WebhooksPage = lazy(() => import('../features/webhooks/webhooks-page.tsx'));
const WebhookLayout = lazy(() => import('../features/webhooks/page/webhook-layout.tsx'));
const DeliveriesPage = lazy(() => import('../features/webhooks/deliveries/deliveries-page.tsx'));
const WebhookSettingsPage = lazy(() => import('../features/webhooks/settings/settings-page.tsx'));
const RealtimePage = lazy(() => import('../features/realtime/realtime-page.tsx'));
const DiagramPage = lazy(() => import('../features/diagram/diagram-page.tsx'));
const ApiReferencePage = lazy(() => import('../features/api-reference/api-reference-page.tsx'));
const ActivityPage = lazy(() => import('../features/activity/activity-page.tsx'));
const LogsPage = lazy(() => import('../features/logs/logs-page.tsx'));
const BackupsPage = lazy(() => import('../features/backups/backups-page.tsx'));
const SettingsPage = lazy(() => import('../features/settings/settings-page.tsx'));
const ProfilePage = lazy(() => import('../features/profile/profile-page.tsx'));

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
      <Route path="/sql" component={SqlPage} />
      <Route path="/users" component={UsersPage} />
      <Route path="/storage" component={BucketsPage} />
      <Route path="/storage/:bucket" component={BucketPage} />
      <Route path="/functions" component={FunctionsPage} />
      <Route path="/functions/:id" component={FunctionLayout}>
        <Route path="/" component={FunctionCodePage} />
        <Route path="/test" component={FunctionTestPage} />
        <Route path="/executions" component={ExecutionsPage} />
        <Route path="/logs" component={FunctionLogsPage} />
        <Route path="/versions" component={VersionsPage} />
        <Route path="/dead-jobs" component={DeadJobsPage} />
        <Route path="/variables" component={VariablesPage} />
        <Route path="/triggers" component={TriggersPage} />
        <Route path="/settings" component={FunctionSettingsPage} />
      </Route>
      <Route path="/webhooks" component={WebhooksPage} />
      <Route path="/webhooks/:id" component={WebhookLayout}>
        <Route path="/" component={DeliveriesPage} />
        <Route path="/settings" component={WebhookSettingsPage} />
      </Route>
      <Route path="/realtime" component={RealtimePage} />
      <Route path="/diagram" component={DiagramPage} />
      <Route path="/api-reference" component={ApiReferencePage} />
      <Route path="/activity" component={ActivityPage} />
      <Route path="/logs" component={LogsPage} />
      <Route path="/backups" component={BackupsPage} />
      <Route path="/settings" component={SettingsPage} />
      <Route path="/profile" component={ProfilePage} />
      <Route path="*" component={NotFoundPage} />
    </>
  );
}
