import CircleAlert from 'lucide-solid/icons/circle-alert';
import { type JSX, Show } from 'solid-js';
import { Button } from '../controls/button.tsx';
import { RequestId } from '../navigation/request-link.tsx';
import { CopyButton } from './copy-button.tsx';
import { describeError } from './describe-error.ts';

interface ErrorNoticeProps {
  error: unknown;
  onRetry?: () => void;
  /** Said before the sentence of the server: "The table was not created." */
  title?: string;
  children?: JSX.Element;
}

/** An error: what happened, what to do, and the request id for the log. Shows nothing without an error. */
export function ErrorNotice(props: ErrorNoticeProps) {
  const described = () => (props.error ? describeError(props.error) : undefined);
  return (
    <Show when={described()}>
      {(error) => (
        <div
          role="alert"
          class="flex items-start gap-2.5 rounded-md border border-danger/40 bg-danger-soft px-3 py-2.5 text-sm text-ink"
        >
          <CircleAlert class="mt-0.5 size-4 shrink-0 text-danger" />
          <div class="min-w-0 flex-1 space-y-1">
            <Show when={props.title}>
              <p class="font-medium">{props.title}</p>
            </Show>
            <p class="break-words">{error().message}</p>
            {props.children}
            <Show when={error().requestId}>
              {(id) => (
                <p class="flex items-center gap-1 text-xs text-muted">
                  Request <RequestId id={id()} />
                  <CopyButton label="Copy the request ID" text={id()} />
                </p>
              )}
            </Show>
          </div>
          <Show when={props.onRetry}>
            {(retry) => (
              <Button size="sm" onClick={() => retry()()}>
                Try again
              </Button>
            )}
          </Show>
        </div>
      )}
    </Show>
  );
}
