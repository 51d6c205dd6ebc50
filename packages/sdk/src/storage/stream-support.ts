let isSupported: boolean | undefined;

/**
 * Whether `fetch` sends streams. A runtime that does not turns them into text, which gets a content type, and never reads
 * `duplex` (https://developer.chrome.com/docs/capabilities/web-apis/fetch-streaming-requests#feature_detection).
 */
export function canStreamRequests(): boolean {
  isSupported ??= detect();
  return isSupported;
}

function detect(): boolean {
  let isRead = false;
  try {
    const init = {
      method: 'POST',
      body: new ReadableStream(),
      get duplex() {
        isRead = true;
        return 'half' as const;
      },
    };
    return !new Request('http://localhost', init).headers.has('Content-Type') && isRead;
  } catch {
    return false;
  }
}
