/**
 * Just enough XML for the answers of S3: elements that hold text and nothing else, without attributes. Markup inside
 * text is always escaped there, so a name can't be forged by a key.
 */
export function readTexts(xml: string, element: string): string[] {
  const found = xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'));
  return Array.from(found, ([, text = '']) => unescapeXml(text));
}

export function readText(xml: string, element: string): string | undefined {
  return readTexts(xml, element)[0];
}

/** The insides of elements that hold other elements, none of the same name. */
export function readElements(xml: string, element: string): string[] {
  const found = xml.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'));
  return Array.from(found, ([, inside = '']) => inside);
}

/** Whether a document is there to its end, and its root is `element`. */
export function isWhole(xml: string, element: string): boolean {
  return new RegExp(`<${element}[\\s>]`).test(xml) && xml.trimEnd().endsWith(`</${element}>`);
}

export function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const NAMED = new Map(Object.entries({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }));

function unescapeXml(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]+));/g, (entity, decimal, hex, name) => {
    if (name) return NAMED.get(name) ?? entity;
    const code = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });
}
