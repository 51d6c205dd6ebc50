import { Page } from '../../ui/display/page.tsx';

export default function RealtimePage() {
  return <Page title="Realtime">{null}</Page>;
}
