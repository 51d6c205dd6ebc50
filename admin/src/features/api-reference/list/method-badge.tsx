const TONES: Record<string, string> = {
  GET: 'text-link',
  HEAD: 'text-link',
  OPTIONS: 'text-muted',
  POST: 'text-success',
  PATCH: 'text-warning',
  PUT: 'text-warning',
  DELETE: 'text-danger',
};

/** The method of a request, in its colour. */
export function MethodBadge(props: { method: string; class?: string }) {
  const word = () => (props.method === 'DELETE' ? 'DEL' : props.method === 'OPTIONS' ? 'OPT' : props.method);
  return (
    <span
      title={props.method}
      class={`shrink-0 font-mono text-xs ${TONES[props.method] ?? 'text-muted'} ${props.class ?? ''}`}
    >
      {word()}
    </span>
  );
}
