/** Keeps the screen on while the page is seen: nobody touches a wall all night. A browser that knows no wake lock, or is saving its battery, goes on as it did. Returns how to stop. */
export function stayAwake(): () => void {
  if (!('wakeLock' in navigator)) return () => undefined;
  let stopped = false;
  let lock: WakeLockSentinel | undefined;

  async function ask(): Promise<void> {
    // A page that is hidden loses its lock, and may ask for none.
    if (stopped || document.visibilityState !== 'visible') return;
    try {
      lock = await navigator.wakeLock.request('screen');
      if (stopped) await lock.release();
    } catch {
      // The next time that the page is seen.
    }
  }

  const seen = () => void ask();
  document.addEventListener('visibilitychange', seen);
  void ask();
  return () => {
    stopped = true;
    document.removeEventListener('visibilitychange', seen);
    void lock?.release();
  };
}
