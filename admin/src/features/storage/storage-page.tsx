import { Page } from '../../ui/display/page.tsx';

export default function StoragePage() {
  return <Page title="Storage">{null}</Page>;
}
