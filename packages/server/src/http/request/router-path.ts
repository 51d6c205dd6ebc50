/** A contract's path as the router of @hono/zod-openapi knows it: `/tables/{id}` is `/tables/:id`. */
export function routerPath(path: string): string {
  return path.replaceAll(/\/\{([^{}]+)\}/g, '/:$1');
}
