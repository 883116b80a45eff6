/** A timer that code of one file has set. */
interface WatchedTimer {
  readonly delayMs: number;
  readonly isRepeated: boolean;
}

/**
 * Watches the timers that code of one file sets, by its name in the stack: which are running, and how often one fired. To be called
 * before that code runs; `stop` puts the real ones back.
 */
export function watchTimers(file: string) {
  const {
    setTimeout: setOnce,
    setInterval: setAgain,
    clearTimeout: clear,
    clearInterval: clearAgain,
  } = globalThis;
  const running = new Map<unknown, WatchedTimer>();
  let firedCount = 0;
  const watched = (set: typeof setOnce, isRepeated: boolean) =>
    ((callback: (...values: unknown[]) => void, delayMs = 0, ...values: unknown[]) => {
      if (new Error().stack?.includes(file) !== true) return set(callback, delayMs, ...values);
      const timer = set(() => {
        firedCount++;
        if (!isRepeated) running.delete(timer);
        callback(...values);
      }, delayMs);
      running.set(timer, { delayMs, isRepeated });
      return timer;
    }) as typeof setOnce;
  const forgetting = (real: typeof clear) =>
    ((timer: NodeJS.Timeout) => {
      running.delete(timer);
      real(timer);
    }) as typeof clear;
  globalThis.setTimeout = watched(setOnce, false);
  globalThis.setInterval = watched(
    setAgain as unknown as typeof setOnce,
    true,
  ) as unknown as typeof setInterval;
  globalThis.clearTimeout = forgetting(clear);
  globalThis.clearInterval = forgetting(clearAgain as typeof clear) as typeof clearInterval;
  return {
    running: (): WatchedTimer[] => [...running.values()],
    fired: (): number => firedCount,
    stop: () => {
      Object.assign(globalThis, {
        setTimeout: setOnce,
        setInterval: setAgain,
        clearTimeout: clear,
        clearInterval: clearAgain,
      });
    },
  };
}
