import type { Node } from 'prosemirror-model';
import type { CardKind } from './card-view.js';
import { element } from './dom.js';
import type { Editing } from './editing.js';
import { chooseImage, imageAddress } from './images.js';

const str = (node: Node, attr: string) => String(node.attrs[attr] ?? '');
const nothing = (text: string) => element('span', { class: 'nothing-yet' }, text);

export function cardKinds({ say }: Pick<Editing, 'say'>): CardKind[] {
  const href = { attr: 'href', kind: 'address' as const, longest: 2000 };
  const leads = { ...href, label: say('field.href'), hint: say('field.href.hint') };
  return [
    {
      name: 'button',
      fields: [{ attr: 'label', label: say('field.label'), longest: 80 }, leads],
      draw: (face, node) => {
        face.append(element('span', { class: 'as-button' }, str(node, 'label') || say('button.empty')));
        if (str(node, 'href')) face.append(element('span', { class: 'leads-to' }, str(node, 'href')));
      },
    },
    {
      name: 'image',
      fields: [
        { attr: 'alt', label: say('field.alt'), hint: say('field.alt.hint'), longest: 300 },
        { ...href, label: say('field.image-href') },
      ],
      draw: (face, node) => {
        const id = node.attrs.image as string | null;
        face.append(
          id === null
            ? nothing(say('image.empty'))
            : element('img', { src: imageAddress(id), alt: str(node, 'alt'), draggable: 'false' }),
        );
      },
      more: chooseImage,
    },
    {
      name: 'event',
      fields: [
        { attr: 'title', label: say('field.title'), longest: 120 },
        { attr: 'date', label: say('field.date'), kind: 'time' },
        { attr: 'until', label: say('field.until'), kind: 'time' },
        { attr: 'place', label: say('field.place'), longest: 200 },
        { ...leads, label: say('field.event-href') },
      ],
      draw: drawEvent,
    },
  ];
}

function drawEvent(face: HTMLElement, node: Node, { say, locale }: Editing): void {
  const title = str(node, 'title');
  face.append(title ? element('strong', {}, title) : nothing(say('event.empty')));
  const when = whenItIs(str(node, 'date'), str(node, 'until'), locale);
  if (when) face.append(element('span', {}, when));
  if (str(node, 'place')) face.append(element('span', {}, str(node, 'place')));
  if (str(node, 'href')) face.append(element('span', { class: 'leads-to' }, str(node, 'href')));
}

/** Day and time on the wall at the place, in words. */
export function whenItIs(date: string, until: string, locale: string): string {
  if (!date) return '';
  const from = new Date(`${date}Z`);
  const format = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  });
  return until ? format.formatRange(from, new Date(`${until}Z`)) : format.format(from);
}
