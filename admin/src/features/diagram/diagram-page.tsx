import { Page } from '../../ui/display/page.tsx';

export default function DiagramPage() {
  return <Page title="Diagram">{null}</Page>;
}
