import { Page } from '../../ui/display/page.tsx';

export default function SettingsPage() {
  return <Page title="Settings">{null}</Page>;
}
