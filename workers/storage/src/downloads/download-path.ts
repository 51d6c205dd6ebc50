/** The path of the API at which a file can be downloaded. */
export function downloadPath(bucket: string, path: string): string {
  return `/storage/files/download/${bucket}/${path.split('/').map(encodeURIComponent).join('/')}`;
}
