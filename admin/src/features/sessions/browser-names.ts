import Bowser from 'bowser';

/** A device as a person calls it: "Firefox on Windows", "curl". */
export function describeUserAgent(userAgent: string | null): string {
  if (!userAgent) return 'Unknown device';
  const { browser, os } = Bowser.parse(userAgent);
  if (browser.name && os.name) return `${browser.name} on ${os.name}`;
  // A program names itself first, and its version after a slash.
  return browser.name || userAgent.split('/')[0]?.trim() || 'Unknown device';
}
