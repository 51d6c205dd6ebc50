import { Page } from '../../ui/display/page.tsx';

export default function ApiReferencePage() {
  return <Page title="API">{null}</Page>;
}
