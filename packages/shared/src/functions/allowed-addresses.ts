/** The single addresses and networks of the setting FUNCTIONS_ALLOWED_ADDRESSES. */
export function readAllowedAddresses(setting: string): string[] {
  return setting
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
}
