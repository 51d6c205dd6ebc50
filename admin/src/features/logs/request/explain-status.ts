const SENTENCES: Partial<Record<number, string>> = {
  400: 'The server understood the request but could not carry it out as it was sent.',
  401: 'The API key or the token was missing, wrong or expired.',
  403: 'The caller is known but may not do this.',
  404: 'It does not exist, or the caller may not see it.',
  405: 'The path exists, but not with this method.',
  409: 'It contradicts what is there, such as a name that is taken.',
  413: 'What was sent is too large.',
  415: 'The body is of a type that this route does not take.',
  422: 'The input was not valid. The reason names each place in it and what is wrong there.',
  429: 'The caller sent too many requests. Clients wait and try again.',
  499: 'The server stopped working on it, because nobody was waiting any more.',
  500: 'The server failed. The line below has the stack trace.',
  503: 'A part of the system was down or too busy. Clients try again.',
  507: 'There is no room for it: the quota is used up or the disk is full.',
};

/** What a status means, in a sentence. */
export function explainStatus(status: number | undefined): string {
  if (status === undefined) return '';
  const known = SENTENCES[status];
  if (known) return known;
  if (status >= 500) return 'The server failed.';
  return status >= 400 ? 'The server refused the request.' : 'The request was carried out.';
}
