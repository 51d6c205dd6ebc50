/**
 * The texts of all elements of this name in an answer of S3. Ignores elements with attributes or child elements. S3 escapes
 * markup inside text, so a key can't forge an element.
 */
export function elementTexts(xml: string, element: string): string[] {
  const insides = elementContents(xml, element);
  return insides.filter((inside) => !inside.includes('<')).map(unescapeXml);
}

export function elementText(xml: string, element: string): string | undefined {
  return elementTexts(xml, element)[0];
}

/** The contents of all elements of this name. They may contain other elements, but none of the same name. */
export function elementContents(xml: string, element: string): string[] {
  const [open, close] = [`<${element}>`, `</${element}>`];
  const found: string[] = [];
  for (let start = xml.indexOf(open); start >= 0; ) {
    const end = xml.indexOf(close, start);
    if (end < 0) break;
    found.push(xml.slice(start + open.length, end));
    start = xml.indexOf(open, end);
  }
  return found;
}

/** Whether a document is complete and its root is `element`. */
export function isWhole(xml: string, element: string): boolean {
  const isThere = ['>', ' ', '\n', '\r', '\t'].some((next) => xml.includes(`<${element}${next}`));
  return isThere && xml.trimEnd().endsWith(`</${element}>`);
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
