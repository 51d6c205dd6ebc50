import { useSearchParams } from '@solidjs/router';
import { Match, Switch } from 'solid-js';
import { useCommands } from '../../app/commands/commands.ts';
import { Page } from '../../ui/display/page.tsx';
import { Tabs } from '../../ui/display/tabs.tsx';
import { ApiKeySection } from './api-key-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { GeneralSection } from './general-section.tsx';
import { LimitsSection } from './limits/limits-section.tsx';
import { OriginsSection } from './origins/origins-section.tsx';

const SECTIONS = [
  { id: 'general', label: 'General', keywords: 'version services storage database postgres' },
  { id: 'appearance', label: 'Theme', keywords: 'appearance light dark' },
  { id: 'origins', label: 'Origins', keywords: 'cors allowed browser' },
  { id: 'limits', label: 'Environment', keywords: 'limits addresses variables timeouts tokens' },
  { id: 'key', label: 'API key', keywords: 'secret rotate' },
];

/** What is set for the whole system, and for this browser. The URL names the section. */
export default function SettingsPage() {
  const [parameters, setParameters] = useSearchParams<{ section?: string }>();
  const section = () => SECTIONS.find(({ id }) => id === parameters.section)?.id ?? 'general';
  const open = (id: string) => setParameters({ section: id === 'general' ? undefined : id });
  useCommands(() =>
    SECTIONS.map(({ id, label, keywords }) => ({
      id: `settings:${id}`,
      label: `Settings: ${label}`,
      group: 'Settings',
      keywords,
      run: () => open(id),
    })),
  );
  return (
    <Page title="Settings">
      <Tabs label="Sections" tabs={SECTIONS} value={section()} onChange={open}>
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={SECTIONS.find(({ id }) => id === section())?.label ?? ''}
          class="min-h-0 flex-1 overflow-y-auto"
        >
          <div class="max-w-3xl space-y-4 px-4 py-4 pb-10 sm:px-6">
            <Switch fallback={<GeneralSection />}>
              <Match when={section() === 'appearance'}>
                <AppearanceSection />
              </Match>
              <Match when={section() === 'origins'}>
                <OriginsSection />
              </Match>
              <Match when={section() === 'limits'}>
                <LimitsSection />
              </Match>
              <Match when={section() === 'key'}>
                <ApiKeySection />
              </Match>
            </Switch>
          </div>
        </section>
      </Tabs>
    </Page>
  );
}
