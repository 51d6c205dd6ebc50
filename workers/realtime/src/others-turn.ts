/**
 * Lets others have their turn. What only waits for objects of its own process never lets the runtime look whether anything
 * has come over a connection: for as long as it goes on, everybody else stands still.
 */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
