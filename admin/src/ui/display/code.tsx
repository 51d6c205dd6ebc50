import { Show } from 'solid-js';
import { beginningOf } from '../format/beginning.ts';
import { formatCount } from '../format/numbers.ts';
import { CopyButton } from './copy-button.tsx';

interface CodeProps {
  code: string;
  /** What the code is, for screen readers and the copy button: "curl". */
  label: string;
  /** Shows a placeholder of a secret and copies the real one. */
  copyText?: string;
  wrap?: boolean;
  /** Grows with the code, and what is around it scrolls. */
  tall?: boolean;
  /** Draws all of it, however long: what is around it lets people ask for more. */
  whole?: boolean;
  class?: string;
}

/** A block of code with a copy button, which copies all of it; of a very long one, it shows the beginning. */
export function Code(props: CodeProps) {
  const beginning = () => (props.whole ? undefined : beginningOf(props.code));
  return (
    <div class={`group relative rounded-md border border-line bg-canvas ${props.class ?? ''}`}>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={props.label}
        class={`overflow-auto rounded-md ${props.tall ? '' : 'max-h-[30rem]'}`}
      >
        <pre
          class={`p-3 pr-10 font-mono text-xs leading-5 ${props.wrap ? 'break-words whitespace-pre-wrap' : ''}`}
        >
          {beginning() ?? props.code}
        </pre>
      </section>
      <Show when={beginning()}>
        {(shown) => (
          <p class="border-t border-line px-3 py-1.5 text-xs text-muted">
            The first {formatCount(shown().length)} of {formatCount(props.code.length)} characters. Copy takes
            all.
          </p>
        )}
      </Show>
      <div class="absolute top-1.5 right-1.5 bg-canvas">
        <CopyButton label={`Copy: ${props.label}`} text={props.copyText ?? props.code} />
      </div>
    </div>
  );
}

/** A short value in a row with a copy button: a URL, a key, an id. */
export function CopyField(props: { label: string; value: string; shown?: string }) {
  return (
    <div>
      <div class="mb-1 text-xs font-medium text-muted">{props.label}</div>
      <div class="flex h-8 items-center gap-1 rounded-md border border-line bg-canvas pr-1 pl-2.5">
        <Show when={props.value} fallback={<span class="text-muted">…</span>}>
          <code class="min-w-0 flex-1 truncate font-mono text-xs">{props.shown ?? props.value}</code>
          <CopyButton label={`Copy: ${props.label}`} text={props.value} />
        </Show>
      </div>
    </div>
  );
}
