/** What a token says of itself, unchecked. */
export function claimsOf(token: string): { sub: string; sid: string; exp: number } {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
