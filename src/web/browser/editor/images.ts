import type { Node } from 'prosemirror-model';
import { element } from './dom.js';
import type { ChosenImage, Editing } from './editing.js';

export const imageAddress = (id: string) => `/images/${encodeURIComponent(id)}/600`;

/** The register's images; none where there are none, or they cannot be had. Asked once, when they are first wanted. */
export function imagesOf(address: string): () => Promise<readonly ChosenImage[]> {
  let asked: Promise<readonly ChosenImage[]> | undefined;
  const ask = async (): Promise<readonly ChosenImage[]> => {
    try {
      const answer = await fetch(address, { headers: { accept: 'application/json' } });
      return answer.ok ? ((await answer.json()) as ChosenImage[]) : [];
    } catch {
      asked = undefined;
      return [];
    }
  };
  return () => (asked ??= ask());
}

/** The images to choose from, as buttons with their pictures. */
export function chooseImage(
  { say, images }: Editing,
  set: (attrs: Record<string, unknown>) => void,
): { dom: HTMLElement; show: (node: Node) => void } {
  const dom = element('div', { class: 'image-choices', role: 'group', 'aria-label': say('image.choose') });
  const buttons = new Map<string, HTMLButtonElement>();
  let shown: Node | undefined;
  const mark = () => {
    for (const [id, button] of buttons)
      button.setAttribute('aria-pressed', String(shown?.attrs.image === id));
  };
  const fill = async () => {
    const found = await images();
    if (found.length === 0) return dom.replaceChildren(element('p', { class: 'hint' }, say('image.none')));
    for (const image of found) {
      const choose = () =>
        set({ image: image.id, ...(!shown?.attrs.alt && { alt: image.alt.slice(0, 300) }) });
      const picture = element('img', { src: imageAddress(image.id), alt: image.alt, loading: 'lazy' });
      buttons.set(image.id, element('button', { type: 'button', onclick: choose }, picture));
    }
    dom.replaceChildren(...buttons.values());
    mark();
  };
  void fill();
  return {
    dom,
    show: (node) => {
      shown = node;
      mark();
    },
  };
}
