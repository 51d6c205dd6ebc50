interface Sent {
  url: URL;
  method: string | undefined;
  headers: Headers;
  body: unknown;
  redirect: string | undefined;
}

/** A fetch that returns these responses in turn, or throws the Errors, and records the requests. */
export function scriptFetch(...script: (Response | Error)[]) {
  const sent: Sent[] = [];
  const scripted: typeof fetch = async (address, init) => {
    const { method, body, redirect } = init ?? {};
    sent.push({ url: new URL(String(address)), method, headers: new Headers(init?.headers), body, redirect });
    const next = script.shift();
    if (next instanceof Response) return next;
    throw next ?? new Error('the script is over');
  };
  return { fetch: scripted, sent };
}

export function s3Error(status: number, code: string): Response {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>Well.</Message></Error>`;
  return new Response(text, { status });
}
