import { Route } from '@solidjs/router';
import House from 'lucide-solid/icons/house';
import SquareTerminal from 'lucide-solid/icons/square-terminal';
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
  { path: '/sql', label: 'SQL', icon: () => <SquareTerminal />, keys: 'g q' },
];

const HomePage = lazy(() => import('../features/home/home-page.tsx'));
const SqlPage = lazy(() => import('../features/sql/sql-page.tsx'));

/** A route for each page. A page is loaded when it is first opened. */
export function pages() {
  return (
    <>
      <Route path="/" component={HomePage} />
      <Route path="/sql" component={SqlPage} />
      <Route path="*" component={NotFoundPage} />
    </>
  );
}
