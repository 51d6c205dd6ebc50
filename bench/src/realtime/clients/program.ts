import { Group } from './group.ts';
import type { Answered, Asked, Question } from './wire.ts';

const group = new Group();

function answer(question: Question): unknown {
  switch (question.ask) {
    case 'open':
      return group.open(question);
    case 'join':
      return group.join(question);
    case 'expect':
      return group.expect();
    case 'arrived':
      return group.arrived(question.changes);
    case 'close':
      return group.close();
  }
}

process.on('message', async ({ id, question }: Asked) => {
  const tell = (answered: Answered) => process.send?.(answered);
  try {
    tell({ id, answer: await answer(question) });
  } catch (error) {
    tell({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
process.on('disconnect', () => process.exit());
