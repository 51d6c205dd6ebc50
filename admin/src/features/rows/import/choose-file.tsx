import Upload from 'lucide-solid/icons/upload';
import { createSignal } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';

/** Takes a file by drop or by choice. */
export function ChooseFile(props: { onFile: (file: File) => void }) {
  const [over, setOver] = createSignal(false);
  let input: HTMLInputElement | undefined;
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file) props.onFile(file);
  };
  return (
    <section
      aria-label="File to import"
      class="flex flex-col items-center gap-3 rounded-lg border border-dashed border-line-strong px-6 py-12 text-center"
      classList={{ 'border-accent bg-accent-soft': over() }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <Upload class="size-6 text-muted" />
      <p class="text-sm">Drop a CSV or JSON file here</p>
      <p class="max-w-md text-xs text-muted">
        CSV names its columns in the first line. JSON is an array of objects or an object a line. You see the
        columns before anything is inserted.
      </p>
      <Button autofocus onClick={() => input?.click()}>
        Choose a file
      </Button>
      <input
        ref={input}
        type="file"
        class="sr-only"
        tabIndex={-1}
        aria-label="File"
        accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson"
        onChange={(event) => take(event.currentTarget.files)}
      />
    </section>
  );
}
