/** The window grows with what it shows, up to this many CSS pixels. */
export const heightMax = 560;

/**
 * Tells how high the page would like to be, when that changes. Parts that carry `data-height` count, the scrolling list by what
 * is inside of it.
 *
 * @param max CSS pixels
 * @returns ends it
 */
export function tellHeight(tell: (height: number) => void, max = heightMax): () => void {
  let told = 0;
  const measure = (): void => {
    let height = 0;
    for (const part of document.querySelectorAll<HTMLElement>('[data-height]')) height += part.offsetHeight;
    const wanted = Math.min(max, Math.ceil(height));
    if (wanted === told || wanted === 0) return;
    told = wanted;
    tell(wanted);
  };
  const sizes = new ResizeObserver(measure);
  const parts = new MutationObserver(() => {
    sizes.disconnect();
    for (const part of document.querySelectorAll('[data-height]')) sizes.observe(part);
  });
  parts.observe(document.body, { childList: true, subtree: false });
  return () => {
    sizes.disconnect();
    parts.disconnect();
  };
}
