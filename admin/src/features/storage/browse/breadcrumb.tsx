import { A, useSearchParams } from '@solidjs/router';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import { For } from 'solid-js';
import { bucketPath, foldersTo, lastPart } from '../paths.ts';
import { useBucketBrowser } from './browser.tsx';

/** The way from the bucket to the folder, each part a link. In the bucket itself, the title of the page says it all. */
export function Breadcrumb() {
  const browser = useBucketBrowser();
  const [params] = useSearchParams<Record<string, string>>();
  function linkTo(path: string): string {
    const next = new URLSearchParams(params as Record<string, string>);
    for (const key of ['path', 'search', 'file']) next.delete(key);
    if (path) next.set('path', path);
    const query = next.toString();
    return bucketPath(browser.bucket().name) + (query ? `?${query}` : '');
  }
  const steps = () => [
    { path: '', name: browser.bucket().name },
    ...foldersTo(browser.view().path).map((path) => ({ path, name: lastPart(path) })),
  ];
  return (
    <nav aria-label="Folders" class="min-w-0 basis-full sm:flex-1 sm:basis-auto">
      <ol class="flex flex-wrap items-center gap-x-1 text-sm">
        <For each={steps()}>
          {({ path, name }, index) => (
            <li class="flex min-w-0 items-center gap-1">
              {index() > 0 && <ChevronRight class="size-3.5 shrink-0 text-muted" />}
              <A
                href={linkTo(path)}
                noScroll
                title={name}
                aria-current={path === browser.view().path ? 'page' : undefined}
                class="max-w-48 truncate rounded-sm px-1 py-0.5 text-muted hover:text-ink hover:underline aria-[current=page]:font-medium aria-[current=page]:text-ink pointer-coarse:py-2.5"
              >
                {name}
              </A>
            </li>
          )}
        </For>
      </ol>
    </nav>
  );
}
