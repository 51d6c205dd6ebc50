import { createResource, Show } from 'solid-js';
import { type SharedFile, selfdb } from './selfdb.ts';

const IMAGE = /^image\/(?:png|jpeg|gif|webp|avif)$/;
const AN_HOUR = 3600;

/** A file of a message: an image as it looks, any other one as a link. */
export function Attachment(props: { file: SharedFile }) {
  const [signed] = createResource(
    () => props.file,
    ({ id, name, type }) =>
      selfdb.storage.files.sign(id, { expiresIn: AN_HOUR, ...(IMAGE.test(type) ? {} : { download: name }) }),
  );
  return (
    <Show when={!signed.error} fallback={<p class="file">{props.file.name} can't be loaded.</p>}>
      <Show
        when={IMAGE.test(props.file.type)}
        fallback={
          <a class="file" href={signed()?.url}>
            {props.file.name}
          </a>
        }
      >
        <a class="image" href={signed()?.url} target="_blank" rel="noreferrer">
          <img src={signed()?.url} alt={props.file.name} />
        </a>
      </Show>
    </Show>
  );
}
