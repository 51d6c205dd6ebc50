/** A contract's path in the router's form: `/tables/{id}` becomes `/tables/:id`. */
export function routerPath(path: string): string {
  return path.replaceAll(/\/\{([^{}]+)\}/g, '/:$1');
}
