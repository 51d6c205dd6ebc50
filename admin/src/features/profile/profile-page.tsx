import { Page } from '../../ui/display/page.tsx';

export default function ProfilePage() {
  return <Page title="Profile">{null}</Page>;
}
