import { chooseTheme, themeChoice } from '../../app/theme.ts';
import { Segmented } from '../../ui/controls/segmented.tsx';
import { Card } from '../../ui/display/page.tsx';

const THEMES = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'system', label: 'System' },
] as const;

/** How the dashboard looks in this browser. */
export function AppearanceSection() {
  return (
    <Card title="Theme">
      <div class="flex flex-wrap items-center justify-between gap-3 p-4">
        <p class="text-muted">“System” follows your operating system. This browser remembers the choice.</p>
        <Segmented label="Theme" options={[...THEMES]} value={themeChoice()} onChange={chooseTheme} />
      </div>
    </Card>
  );
}
