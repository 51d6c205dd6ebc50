import { Route } from '@solidjs/router';
import House from 'lucide-solid/icons/house';
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
  { path: '/users', label: 'Users', icon: () => <Users />, keys: 'g u' },
];

const HomePage = lazy(() => import('../features/home/home-page.tsx'));
const UsersPage = lazy(() => import('../features/users/users-page.tsx'));

/** A route for each page. A page is loaded when it is first opened. */
export function pages() {
  return (
    <>
      <Route path="/" component={HomePage} />
      <Route path="/users" component={UsersPage} />
      <Route path="*" component={NotFoundPage} />
    </>
  );
}
