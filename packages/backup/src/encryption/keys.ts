/** What archives are encrypted with and opened with. The format is that of age (https://age-encryption.org/v1). */
export interface ArchiveKeys {
  /** Public keys. Whoever has the private key of one of them can open the archive. */
  recipients: string[];
  /** Private keys, for archives that were encrypted with their public ones. */
  identities: string[];
  /** Opens archives that were encrypted with it, and encrypts if there is no recipient. */
  passphrase: string | undefined;
}

export function isEncrypting({ recipients, passphrase }: ArchiveKeys): boolean {
  return recipients.length > 0 || passphrase !== undefined;
}
