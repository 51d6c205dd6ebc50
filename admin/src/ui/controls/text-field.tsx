import * as KTextField from '@kobalte/core/text-field';
import { type JSX, Show, splitProps } from 'solid-js';

interface TextFieldProps {
  label: string;
  /** Hides the label from sight, where its surroundings say it; screen readers still read it. */
  hideLabel?: boolean;
  value: string;
  onInput: (value: string) => void;
  hint?: JSX.Element;
  error?: string | undefined;
  type?: 'text' | 'email' | 'password' | 'search' | 'number' | 'url' | 'datetime-local';
  /** Of a number, or in seconds. */
  step?: number;
  placeholder?: string;
  autocomplete?: string;
  name?: string;
  required?: boolean;
  disabled?: boolean;
  autofocus?: boolean;
  mono?: boolean;
  /** A number of lines makes it a text area. */
  lines?: number;
  icon?: JSX.Element;
  class?: string;
  ref?: (element: HTMLInputElement) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
}

/** The box of a field, for fields that are not text. */
export const fieldBox =
  'w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink transition-colors hover:border-muted focus:border-link focus-visible:-outline-offset-1 disabled:opacity-60 data-[invalid]:border-danger';

/** An icon inside a field, at its left. */
export const fieldIcon =
  'pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-muted [&>svg]:size-4';

/** The label above a field. */
export const fieldLabel = 'mb-1 block text-xs font-medium text-muted';

/** A labelled text field with a hint or an error below it. */
export function TextField(props: TextFieldProps) {
  const [own, input] = splitProps(
    props,
    [
      'label',
      'hideLabel',
      'value',
      'onInput',
      'hint',
      'error',
      'required',
      'disabled',
      'mono',
      'lines',
      'icon',
      'class',
    ],
    ['type', 'step', 'placeholder', 'autocomplete', 'name', 'autofocus', 'ref', 'onKeyDown'],
  );
  const box = () => `${fieldBox} ${own.mono ? 'font-mono' : ''}`;
  return (
    <KTextField.Root
      class={own.class ?? 'block'}
      value={own.value}
      onChange={own.onInput}
      required={own.required ?? false}
      disabled={own.disabled ?? false}
      validationState={own.error ? 'invalid' : 'valid'}
    >
      <KTextField.Label class={own.hideLabel ? 'sr-only' : fieldLabel}>{own.label}</KTextField.Label>
      <Show
        when={own.lines}
        fallback={
          <span class="relative block">
            <Show when={own.icon}>
              <span class={fieldIcon}>{own.icon}</span>
            </Show>
            <KTextField.Input
              {...input}
              class={`${box()} h-8 pointer-coarse:h-11 ${own.icon ? 'pl-8' : ''}`}
            />
          </span>
        }
      >
        <KTextField.TextArea
          name={input.name}
          placeholder={input.placeholder}
          rows={own.lines}
          class={`${box()} resize-y py-1.5`}
        />
      </Show>
      <Show when={own.hint && !own.error}>
        <KTextField.Description class="mt-1 text-xs text-muted">{own.hint}</KTextField.Description>
      </Show>
      <KTextField.ErrorMessage class="mt-1 text-xs text-danger">{own.error}</KTextField.ErrorMessage>
    </KTextField.Root>
  );
}
