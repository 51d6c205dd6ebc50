const TEXT: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  webmanifest: 'application/manifest+json',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
};

const PACKED: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
};

/** The media type of a file by its name. */
export function mediaTypeOf(name: string): string {
  const extension = extensionOf(name);
  return TEXT[extension] ?? PACKED[extension] ?? 'application/octet-stream';
}

/** Whether the build compresses a file of this name. */
export function isCompressible(name: string): boolean {
  return extensionOf(name) in TEXT;
}

function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}
