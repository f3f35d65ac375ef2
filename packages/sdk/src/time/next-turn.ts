/** Resolves in the next turn of the event loop, when everything else that waits has had its turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
