import http from 'node:http';
import https from 'node:https';
import { streamOf } from '../stream-of.ts';

const WITHOUT_BODY = [204, 304];

/**
 * `fetch` by Node's own HTTP client. Node 24's `fetch` ends the whole process (`assert(!this.paused)`) if a server closes the
 * connection while the answer is read slower than it comes: https://github.com/nodejs/undici/issues/5360.
 */
export const nodeFetch: typeof fetch = (input, init = {}) => {
  const { method = 'GET', body, signal } = init;
  const headers = Object.fromEntries(new Headers(init.headers));
  const url = new URL(String(input));
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const sent = request(url.href, { method, headers, ...(signal ? { signal } : {}) }, (answer) => {
      const { statusCode: status = 0, rawHeaders } = answer;
      const given = new Headers();
      for (let index = 0; index + 1 < rawHeaders.length; index += 2)
        given.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
      const isEmpty = method === 'HEAD' || WITHOUT_BODY.includes(status);
      if (isEmpty) answer.resume();
      const content = isEmpty ? null : streamOf(answer);
      resolve(new Response(content, { status, headers: given }));
    });
    // Also what comes after the answer has begun, which its reader gets as well.
    sent.on('error', reject);
    sent.end(body);
  });
};
