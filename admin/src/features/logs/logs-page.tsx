import { Page } from '../../ui/display/page.tsx';

export default function LogsPage() {
  return <Page title="Logs">{null}</Page>;
}
