/** Whether there is a process of this number now; whose it is does not matter. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: it runs, but as somebody else.
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
