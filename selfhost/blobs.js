// Serves the directory of blobs to callers that know INTERNAL_SECRET. Only for `npm run dev`, because a worker under
// `wrangler dev` can't be bound to a disk.
export default {
  async fetch(request, { DISK, INTERNAL_SECRET }) {
    const [given, expected] = await Promise.all([
      digest(request.headers.get('X-SelfDB-Blobs') ?? ''),
      digest(INTERNAL_SECRET),
    ]);
    if (!crypto.subtle.timingSafeEqual(given, expected)) return new Response(null, { status: 403 });
    try {
      return await DISK.fetch(request);
    } catch (error) {
      return new Response(null, { status: error.overloaded ? 507 : 500 });
    }
  },
};

function digest(text) {
  return crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
}
