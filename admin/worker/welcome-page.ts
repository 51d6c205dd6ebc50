import { pageAnswer } from './page-headers.ts';

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SelfDB</title>
<link rel="icon" href="data:,">
<style>
  :root { color-scheme: light dark; }
  body { font: 1.05rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 12vh auto; padding: 0 1.5rem; }
  h1 { font-size: 2rem; margin: 0 0 .5rem; }
  code { font-size: .95em; }
</style>
</head>
<body>
<h1>SelfDB</h1>
<p>The backend is running. The dashboard will be here. Until then, use the API.</p>
<ul>
  <li><a href="/api/openapi.json">The OpenAPI document</a></li>
  <li><a href="/api/health">Health</a></li>
</ul>
<p><code>./selfdb status</code> shows the processes. The API key is in <code>.env</code>.</p>
</body>
</html>
`;

/** The page until there is a dashboard. */
export function welcomePage(): Response {
  return pageAnswer(HTML, 'html');
}
