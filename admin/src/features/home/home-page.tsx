import { Page } from '../../ui/display/page.tsx';
import { ActivityCard } from './activity-card.tsx';
import { ConnectCard } from './connect-card.tsx';
import { Figures } from './figures.tsx';
import { LiveFeedCard } from './live-feed-card.tsx';
import { RequestsCard } from './requests-card.tsx';
import { ServicesCard } from './services-card.tsx';

/** How to connect, what is stored, whether all is well, and what happened last. */
export default function HomePage() {
  return (
    <Page title="Home">
      <div class="grid gap-4 px-4 pb-8 sm:px-6 xl:grid-cols-[3fr_2fr]">
        <div class="xl:col-span-2">
          <Figures />
        </div>
        <div class="min-w-0 space-y-4">
          <ConnectCard />
          <RequestsCard />
        </div>
        <div class="min-w-0 space-y-4">
          <ServicesCard />
          <LiveFeedCard />
          <ActivityCard />
        </div>
      </div>
    </Page>
  );
}
