import type { OpenApiDocument } from './types.ts';

const PREVIEW = '#/components/schemas/SqlPreview';

interface MaybePreview {
  $ref?: string;
  anyOf?: MaybePreview[];
}

/**
 * Leaves the answer to `dry_run=true` out of the declared answers: generators would make every answer of the operation a union,
 * also for callers who never ask for a preview. The parameter's description names the schema, which stays in the document.
 */
export function leaveOutPreviews(document: OpenApiDocument): void {
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of [path.post, path.patch, path.delete]) {
      const responses = operation?.responses ?? {};
      for (const [status, response] of Object.entries(responses)) {
        const media: { schema?: MaybePreview } | undefined = response.content?.['application/json'];
        const schema = media?.schema;
        if (schema?.$ref === PREVIEW) delete responses[status];
        const [answer, ...others] = schema?.anyOf?.filter(({ $ref }) => $ref !== PREVIEW) ?? [];
        if (media && answer && others.length === 0) media.schema = answer;
      }
    }
  }
}
