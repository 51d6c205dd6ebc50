import Check from 'lucide-solid/icons/check';
import Copy from 'lucide-solid/icons/copy';
import { createSignal, onCleanup } from 'solid-js';
import { copyToClipboard } from '../browser/clipboard.ts';
import { Button } from '../controls/button.tsx';
import { IconButton } from '../controls/icon-button.tsx';

const SHOWN_MS = 1500;

interface CopyButtonProps {
  /** The text, or what makes it when the button is pressed. */
  text: string | (() => string);
  /** What is copied: "Copy the API key". */
  label: string;
  /** Shows a word beside the icon. */
  caption?: string;
  /** The size of a button with a caption; an icon alone is small. */
  size?: 'sm' | 'md';
  tabIndex?: number;
}

/** Copies a text and says that it did. */
export function CopyButton(props: CopyButtonProps) {
  const [done, setDone] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  async function copy() {
    const text = typeof props.text === 'string' ? props.text : props.text();
    if (!(await copyToClipboard(text, 'Select the text and copy it by hand.'))) return;
    setDone(true);
    clearTimeout(timer);
    timer = setTimeout(() => setDone(false), SHOWN_MS);
  }
  const icon = () => (done() ? <Check class="text-success" /> : <Copy />);
  return props.caption ? (
    <Button
      size={props.size ?? 'sm'}
      icon={icon()}
      onClick={copy}
      aria-label={done() ? 'Copied' : props.label}
    >
      {done() ? 'Copied' : props.caption}
    </Button>
  ) : (
    <IconButton
      size="sm"
      label={done() ? 'Copied' : props.label}
      icon={icon()}
      tabIndex={props.tabIndex}
      onClick={copy}
    />
  );
}
