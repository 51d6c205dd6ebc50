import { A } from '@solidjs/router';
import { type JSX, Show } from 'solid-js';

interface PageProps {
  title: string;
  /** The list that this thing belongs to. */
  parent?: { href: string; label: string };
  /** Beside the title: a count, a badge. */
  aside?: JSX.Element;
  actions?: JSX.Element;
  children: JSX.Element;
}

/** A page: its title and actions on one line, its content below, which fills the height. */
export function Page(props: PageProps) {
  return (
    <div class="flex h-full min-h-0 flex-col">
      <header class="flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2 sm:px-6">
        <div class="flex min-w-0 flex-1 basis-24 flex-wrap items-center gap-x-3 gap-y-1">
          {/* A long name is cut off, and stays on the line of its parent. */}
          <div class="flex max-w-full min-w-0 items-center gap-2">
            <Show when={props.parent}>
              {(parent) => (
                <span class="flex shrink-0 gap-2 text-md text-muted">
                  <A href={parent().href} class="hover:text-ink">
                    {parent().label}
                  </A>
                  <span aria-hidden="true">/</span>
                </span>
              )}
            </Show>
            <h1 class="truncate text-md font-semibold" title={props.title}>
              {props.title}
            </h1>
          </div>
          {props.aside}
        </div>
        {/* To read the property twice would create its parts twice. */}
        <Show when={props.actions}>
          {(actions) => (
            <div class="ml-auto flex flex-wrap items-center justify-end gap-2 max-sm:has-[input[type=search]]:w-full">
              {actions()}
            </div>
          )}
        </Show>
      </header>
      {props.children}
    </div>
  );
}

/** A group of content on a calm page. */
export function Card(props: {
  title?: string;
  actions?: JSX.Element;
  children: JSX.Element;
  class?: string;
}) {
  return (
    <section class={`rounded-lg border border-line bg-surface ${props.class ?? ''}`}>
      <Show when={props.title}>
        <header class="flex min-h-10 flex-wrap items-center gap-2 border-b border-line px-4 py-1.5">
          <h2 class="text-sm font-semibold">{props.title}</h2>
          <div class="ml-auto flex items-center gap-1">{props.actions}</div>
        </header>
      </Show>
      {props.children}
    </section>
  );
}
