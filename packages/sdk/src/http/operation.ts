import type { Operations } from '../generated/operations.gen.ts';
import type { QueryValue } from './request-options.ts';

/** The body of an operation's good answer. */
export type AnswerOf<K extends keyof Operations> = Operations[K]['answers'][keyof Operations[K]['answers']];

/** What an operation takes. A property that may be left out may also be undefined. */
// Distributes over the operations: an intersection of three unions would have as many members as the cube of their number.
export type InputOf<K extends keyof Operations> = K extends keyof Operations
  ? Part<Operations[K]['input'], 'path', Record<string, string>> &
      Part<Operations[K]['input'], 'query', Record<string, QueryValue>> &
      Part<Operations[K]['input'], 'body', unknown>
  : never;

type Part<Input, Name extends string, Widest> =
  Input extends Record<Name, infer Given>
    ? { [N in Name]: Loose<Given> & Widest }
    : Input extends { [N in Name]?: infer Given }
      ? [Given] extends [undefined]
        ? { [N in Name]?: undefined }
        : { [N in Name]?: (Loose<Given> & Widest) | undefined }
      : { [N in Name]?: undefined };

type Loose<T> = { [K in keyof T]: Record<string, never> extends Pick<T, K> ? T[K] | undefined : T[K] };
