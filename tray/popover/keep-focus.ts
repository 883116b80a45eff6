/**
 * A row that moves to another place in the list is taken out of the document for a moment, and a button whose action is over
 * vanishes: both lose the focus to the page. Call before drawing, and what it returns after.
 */
export function keepFocus(): () => void {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body) return () => {};
  const row = focused.closest<HTMLElement>('[data-row]');
  const scroller = focused.closest<HTMLElement>('[data-focus-first]');
  return () => {
    if (document.activeElement !== document.body && document.activeElement !== null) return;
    const heir = [focused, row, scroller].find((element) => element?.isConnected);
    heir?.focus({ preventScroll: true });
  };
}
