interface Sample {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Files of the kinds that the dashboard shows. Those that could run something say so in `top.ran`. */
export function previewSamples(): Sample[] {
  const script = '<script>top.ran = true</script>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">${script}</svg>`;
  const last = '\nthe last line';
  return [
    sample('a.json', 'application/json', '{"big":9007199254740993}'),
    sample('b.html', 'text/html', script),
    sample('c.log', 'text/plain', 'x'.repeat(300_000 - last.length) + last),
    sample('d.pdf', 'application/pdf', pdf()),
    sample('e.svg', 'image/svg+xml', svg),
  ];
}

function sample(name: string, mimeType: string, content: string): Sample {
  return { name, mimeType, buffer: Buffer.from(content) };
}

/** The smallest document that viewers open: they look for the objects if there is no table of them. */
function pdf(): string {
  return [
    '%PDF-1.4',
    '1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj',
    '2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj',
    '3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >> endobj',
    'trailer << /Root 1 0 R /Size 4 >>',
    '%%EOF',
  ].join('\n');
}
