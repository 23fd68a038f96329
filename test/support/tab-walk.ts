import type { Page } from 'playwright-core';
import { devTools } from './pictures.js';

interface Walk {
  controls: string[];
  reached: string[];
  unseen: string[];
}

type Watched = typeof globalThis & { walk: { elements: Element[]; stops: Element[]; unseen: string[] } };

/**
 * Goes through the page by Tab alone. Each control should be reached once, in the order in which it is read, and be seen
 * to have the focus.
 * @returns what is wrong, in words
 */
export async function tabThrough(page: Page): Promise<string[]> {
  const presses = await page.evaluate(watch);
  const tools = await devTools(page);
  const key = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 };
  await Promise.all(
    Array.from({ length: presses }).flatMap(() => [
      tools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key }),
      tools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key }),
    ]),
  );
  const { controls, reached, unseen } = await page.evaluate(walked);
  const wrong = unseen.map((control) => `${control} does not show that it has the focus`);
  if (controls.join('\n') !== reached.join('\n')) {
    wrong.push(`Tab goes to ${reached.join(', ')} and not to ${controls.join(', ')}`);
  }
  return wrong;
}

/** Notes from now on where the focus is, beginning before the first control; answers how often Tab must be pressed. */
function watch(): number {
  const others = 'a[href], button, input, select, textarea, summary, [tabindex], [contenteditable="true"]';
  const isTheOneOfItsGroup = (input: HTMLInputElement) => {
    const group = [...document.querySelectorAll<HTMLInputElement>('input[type="radio"]')].filter(
      ({ name, form }) => name === input.name && form === input.form,
    );
    return input === (group.find(({ checked }) => checked) ?? group[0]);
  };
  const elements = [...document.querySelectorAll<HTMLElement>(others)].filter(
    (element) =>
      (element.tabIndex >= 0 || element.contentEditable === 'true') &&
      // The focus goes on to what is in it.
      element.tagName !== 'IFRAME' &&
      !element.matches(':disabled, [inert] *') &&
      element.checkVisibility({ visibilityProperty: true }) &&
      !(element instanceof HTMLInputElement && element.type === 'radio' && !isTheOneOfItsGroup(element)),
  );
  const walk: Watched['walk'] = { elements, stops: [], unseen: [] };
  (globalThis as Watched).walk = walk;
  // Of a hidden choice, its label shows it.
  const ringOf = (element: Element) =>
    [element, element.closest('label'), element.nextElementSibling].some((shown) => {
      if (!shown) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    });
  document.addEventListener('focusin', ({ target }) => {
    const element = target as Element;
    walk.stops.push(element);
    const { bottom, top, left, right } = (element.closest('label') ?? element).getBoundingClientRect();
    const inWindow = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    if (!ringOf(element) || !inWindow) walk.unseen.push(element.outerHTML.slice(0, 120));
  });
  const start = document.createElement('span');
  start.tabIndex = -1;
  document.body.prepend(start);
  start.focus({ preventScroll: true });
  start.remove();
  walk.stops.length = 0;
  walk.unseen.length = 0;
  // Day, month, year, hour, minute and the button of a calendar are one control with several stops.
  const parts = (element: Element) =>
    element.matches('input[type="datetime-local"]')
      ? 7
      : element.matches('input[type="date"], input[type="time"]')
        ? 4
        : 1;
  const framed = 20 * document.querySelectorAll('iframe').length;
  return elements.reduce((sum, element) => sum + parts(element), framed);
}

function walked(): Walk {
  const { elements, stops, unseen } = (globalThis as Watched).walk;
  const again = stops.indexOf(stops[0]!, 1);
  const calls = (element: Element) =>
    `${element.tagName.toLowerCase()} "${element.getAttribute('name') ?? element.textContent.trim().slice(0, 30)}"`;
  return {
    controls: elements.map(calls),
    reached: stops.slice(0, again === -1 ? undefined : again).map(calls),
    unseen: [...new Set(unseen)],
  };
}
