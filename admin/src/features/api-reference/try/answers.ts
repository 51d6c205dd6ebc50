import { createSignal } from 'solid-js';
import type { Answered } from './send.ts';

const [answers, setAnswers] = createSignal<ReadonlyMap<string, Answered>>(new Map());

/** The last answer of an operation, until the page is loaded anew. */
export function lastAnswer(operationId: string): Answered | undefined {
  return answers().get(operationId);
}

export function keepAnswer(operationId: string, answer: Answered): void {
  setAnswers((all) => new Map([...all, [operationId, answer]]));
}
