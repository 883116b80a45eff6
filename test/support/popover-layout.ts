import type { Page } from 'playwright-core';

/**
 * What does not fit on the page, in words; empty when all is well. What is cut with an ellipsis on purpose is left out, and so
 * is what only a voice reads.
 */
export function findOverflows(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const nameOf = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} “${(element.textContent ?? '').slice(0, 30)}”`;
    if (document.documentElement.scrollWidth > innerWidth)
      found.push(`the page is ${document.documentElement.scrollWidth} wide`);
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      if (
        element.closest('.only-spoken, svg, [hidden], option') !== null ||
        element.checkVisibility() === false
      )
        continue;
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      const isCut = element.parentElement?.closest('.place, .row-name-head') !== null;
      if (isCut) continue;
      if (box.left < -0.5 || box.right > innerWidth + 0.5) found.push(`${nameOf(element)} leaves the page`);
      const style = getComputedStyle(element);
      const mayClip =
        style.textOverflow === 'ellipsis' || element.matches('.row-name, .row-name-parts, select');
      const isInline = style.display === 'inline' || style.display === 'contents';
      // What hangs over an edge that cuts nothing is still seen; whether it leaves the page is asked above.
      const cutsWidth = style.overflowX !== 'visible' || element.matches('button');
      if (cutsWidth && !mayClip && !isInline && element.scrollWidth > element.clientWidth + 1)
        found.push(`${nameOf(element)} cuts its width`);
      const cutsHeight = style.overflowY === 'hidden' || element.matches('button');
      if (cutsHeight && !isInline && element.scrollHeight > element.clientHeight + 1)
        found.push(`${nameOf(element)} cuts its height`);
    }
    return [...new Set(found)];
  });
}
