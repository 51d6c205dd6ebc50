import { Page } from '../../ui/display/page.tsx';

export default function ActivityPage() {
  return <Page title="Activity">{null}</Page>;
}
