import { redocScript, swaggerScript, swaggerStyle } from './docs-assets.generated.ts';

interface Asset {
  type: string;
  body: string;
}

interface Page {
  /** The page; `assets` is the path of its assets relative to the page, `docs/` or empty. */
  html(assets: string): string;
  policy: string;
  assets: Map<string, Asset>;
}

const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';

/** Nothing from other origins: the browser refuses what a library might fetch. */
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** The document's URL, for a script one folder below it, under any prefix. */
const DOCUMENT = "new URL('../openapi.json', document.currentScript.src).href";

/** Swagger UI, which can also call the API. */
export const swaggerPage: Page = {
  html: (at) =>
    page(
      `<link rel="stylesheet" href="${at}swagger-ui.css">`,
      `<div id="docs"></div><script src="${at}swagger-ui.js"></script><script src="${at}start.js"></script>`,
    ),
  policy: POLICY,
  assets: new Map([
    ['swagger-ui.css', { type: STYLE, body: swaggerStyle }],
    ['swagger-ui.js', { type: SCRIPT, body: swaggerScript }],
    [
      'start.js',
      {
        type: SCRIPT,
        body: `SwaggerUIBundle({ url: ${DOCUMENT}, dom_id: '#docs', deepLinking: true, persistAuthorization: false });`,
      },
    ],
  ]),
};

/** Redoc, for reading. */
export const redocPage: Page = {
  html: (at) =>
    page(
      '',
      `<div id="docs"></div><script src="${at}redoc.js"></script><script src="${at}start.js"></script>`,
    ),
  policy: POLICY,
  assets: new Map([
    ['redoc.js', { type: SCRIPT, body: redocScript }],
    [
      'start.js',
      {
        type: SCRIPT,
        body: `Redoc.init(${DOCUMENT}, { hideLoading: true }, document.getElementById('docs'));`,
      },
    ],
  ]),
};

function page(head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SelfDB API</title>
<link rel="icon" href="data:,">
${head}
</head>
<body style="margin:0">
${body}
</body>
</html>
`;
}
