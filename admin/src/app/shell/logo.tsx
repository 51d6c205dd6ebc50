/** The mark of SelfDB with its name. */
export function Logo() {
  return (
    <span class="inline-flex items-center gap-2 font-semibold">
      <img src="/icon.svg" alt="" width="22" height="22" />
      SelfDB
    </span>
  );
}
