/** However often it is asked for in one turn of the event loop, it is done once, at the end of the turn. */
export function onceATurn(act: () => void): () => void {
  let isAskedFor = false;
  return () => {
    if (isAskedFor) return;
    isAskedFor = true;
    queueMicrotask(() => {
      isAskedFor = false;
      act();
    });
  };
}
