import { chooseSaveFile } from '../../../ui/browser/choose-save-file.ts';
import { saveBlob } from '../../../ui/browser/save-blob.ts';

/** Writes a stream to where the person wants it. */
export type StreamSink = (stream: ReadableStream<Uint8Array>, signal: AbortSignal) => Promise<void>;

/**
 * Asks for a file to write a stream to. Browsers that let no page write to files gather the stream, on disk if it is large, and
 * download it at its end. Undefined if the person chooses no file. Call it in answer to a click.
 */
export async function openStreamSink(name: string): Promise<StreamSink | undefined> {
  const file = await chooseSaveFile(name);
  if (file === 'cancelled') return undefined;
  if (file !== 'unsupported') return (stream, signal) => stream.pipeTo(file, { signal });
  return async (stream, signal) => {
    const blob = await new Response(stream.pipeThrough(new TransformStream(), { signal })).blob();
    saveBlob(name, blob);
  };
}
