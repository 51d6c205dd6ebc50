import { get, type IncomingMessage } from 'node:http';

export interface ProbeAnswer {
  status: number;
  body: string;
}

const maxBodyLength = 4096;

/** Asks once over HTTP; undefined when there is no answer within two seconds. */
export function probe(url: string | { socketPath: string; path: string }): Promise<ProbeAnswer | undefined> {
  return new Promise((resolve) => {
    const options = { agent: false, timeout: 2000 } as const;
    const answer = (response: IncomingMessage) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (body.length < maxBodyLength) body += chunk;
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.once('error', () => resolve(undefined));
    };
    const request = typeof url === 'string' ? get(url, options, answer) : get({ ...options, ...url }, answer);
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(undefined));
    request.once('close', () => resolve(undefined));
  });
}
