import * as KToast from '@kobalte/core/toast';
import X from 'lucide-solid/icons/x';
import { Show } from 'solid-js';
import { Portal } from 'solid-js/web';

interface ToastOptions {
  title: string;
  detail?: string;
  kind?: 'info' | 'success' | 'danger';
  /** Such as "Undo". */
  action?: { label: string; run: () => void };
}

const EDGE = { info: 'border-l-accent', success: 'border-l-success', danger: 'border-l-danger' };

/** Tells of something that has happened. It leaves by itself, unless the pointer or the focus is on it. */
export function showToast(options: ToastOptions): void {
  KToast.toaster.show((props) => (
    <KToast.Root
      as="div"
      toastId={props.toastId}
      priority={options.kind === 'danger' ? 'high' : 'low'}
      duration={options.action ? 10_000 : 6_000}
      class={`flex items-start gap-3 rounded-md border border-l-4 border-line bg-raised px-3 py-2.5 shadow-pop [animation:slide-in_140ms_ease-out] ${EDGE[options.kind ?? 'info']}`}
    >
      <div class="min-w-0 flex-1">
        <KToast.Title class="text-sm font-medium">{options.title}</KToast.Title>
        <Show when={options.detail}>
          <KToast.Description class="mt-0.5 text-xs break-words text-muted">
            {options.detail}
          </KToast.Description>
        </Show>
      </div>
      <Show when={options.action}>
        {(action) => (
          <button
            type="button"
            class="rounded-sm px-1.5 text-sm font-medium text-link hover:bg-hover"
            onClick={() => {
              action().run();
              KToast.toaster.dismiss(props.toastId);
            }}
          >
            {action().label}
          </button>
        )}
      </Show>
      <KToast.CloseButton aria-label="Dismiss" class="rounded-sm text-muted hover:text-ink">
        <X class="size-4" />
      </KToast.CloseButton>
    </KToast.Root>
  ));
}

/** Where toasts appear; once in the page. */
export function ToastRegion() {
  return (
    <Portal>
      <KToast.Region limit={4} aria-label="Messages">
        <KToast.List
          as="div"
          class="fixed right-3 bottom-(--toast-bottom,0.75rem) z-50 flex w-[min(22rem,calc(100vw-1.5rem))] flex-col gap-2 outline-none"
        />
      </KToast.Region>
    </Portal>
  );
}
