import type { Page } from 'playwright-core';

/**
 * What cannot be seen whole in a small window, or moves: text that is cut, a line that begins left of the window,
 * anything but a table or code that has to be scrolled sideways, what stays in place over more than half the window,
 * and what moves although nothing should.
 */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const calls = (element: Element) =>
      `${element.tagName.toLowerCase()}${element.id && `#${element.id}`}${[...element.classList].map((name) => `.${name}`).join('')}`;
    const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
    for (const element of document.querySelectorAll('body, body *')) {
      // What is there for the ear alone is one pixel wide.
      if (element.clientWidth <= 1 || !element.checkVisibility() || element.closest('svg')) continue;
      // What is typed is longer than its field, and moves along in it.
      if (element.matches('input, textarea')) continue;
      const style = getComputedStyle(element);
      const wider = element.scrollWidth > element.clientWidth + 1;
      const higher = element.scrollHeight > element.clientHeight + 1;
      if ((wider && hides(style.overflowX)) || (higher && hides(style.overflowY))) {
        found.push(`${calls(element)} is cut`);
      }
      const scrolls = style.overflowX === 'auto' || style.overflowX === 'scroll';
      if (wider && scrolls && !element.querySelector('table, svg') && !element.closest('pre')) {
        found.push(`${calls(element)} is scrolled sideways`);
      }
      const stays = style.position === 'fixed' || style.position === 'sticky';
      if (stays && element.clientHeight > innerHeight / 2) found.push(`${calls(element)} covers the window`);
      const times = [style.animationDuration, style.transitionDuration].join(',').split(',');
      if (times.some((time) => Number.parseFloat(time) > 0.01)) found.push(`${calls(element)} moves`);
      if (element.getBoundingClientRect().right + scrollX < 0) continue;
      if (element.getBoundingClientRect().left + scrollX < -0.5)
        found.push(`${calls(element)} begins too far left`);
    }
    return found;
  });
}
