const NAME = /^[a-zA-Z][a-zA-Z0-9_-]{0,254}$/;

/** What is wrong with a name for a function, as a sentence. Undefined if nothing is. */
export function functionNameProblem(name: string): string | undefined {
  return NAME.test(name)
    ? undefined
    : 'Begin with a letter; then letters, digits, hyphens and underscores, 255 characters at most.';
}
