import type { App } from '@selfdb/server/http/context';

export type OpenApiDocument = ReturnType<App['getOpenAPI31Document']>;
type PathItem = NonNullable<OpenApiDocument['paths']>[string];
export type OpenApiOperation = NonNullable<PathItem['get']>;
export type Responses = NonNullable<OpenApiOperation['responses']>;
export type ResponseObject = Exclude<Responses[string], { $ref: string }>;
export type ParameterObject = Exclude<NonNullable<OpenApiOperation['parameters']>[number], { $ref: string }>;
