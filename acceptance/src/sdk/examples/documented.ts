/** The examples of the SDK's declarations, by `Class.method`, and those of functions by their name. */
export function examplesIn(declarations: string): Map<string, string> {
  const examples = new Map<string, string>();
  let className = '';
  let comment: string[] = [];
  let isComment = false;
  for (const line of declarations.split('\n')) {
    const text = line.trim();
    if (text.startsWith('/**')) {
      isComment = true;
      comment = [];
    }
    if (isComment) {
      comment.push(text.replace(/^\* ?/, ''));
      isComment = !text.endsWith('*/');
      continue;
    }
    className = /^(?:export )?declare class (\w+)/.exec(line)?.[1] ?? className;
    const functionName = /^(?:export )?declare function (\w+)/.exec(line)?.[1];
    const member = /^ {2}(\w+|\[Symbol\.asyncIterator\])[(<]/.exec(line)?.[1];
    const start = comment.indexOf('@example');
    if (functionName && start >= 0) examples.set(functionName, comment.slice(start + 1, -1).join('\n'));
    if (member && start >= 0) {
      const name = member.startsWith('[') ? 'Symbol(Symbol.asyncIterator)' : member;
      examples.set(`${className}.${name}`, comment.slice(start + 1, -1).join('\n'));
    }
    comment = [];
  }
  return examples;
}
