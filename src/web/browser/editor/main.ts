import { TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { Announcer } from './announce.js';
import { Autosave, type Draft } from './autosave.js';
import { element, icon } from './dom.js';
import type { Editing } from './editing.js';
import { imagesOf } from './images.js';
import { insertItems } from './insertions.js';
import { openMenu } from './menu.js';
import { Panel } from './panel.js';
import { Preview, type View } from './preview.js';
import { SaveLine } from './save-line.js';
import { schema } from './schema.js';
import { type Setting, speaker } from './setting.js';
import { textEditor } from './text-editor.js';
import { Toolbar } from './toolbar.js';
import { readDocument, written } from './written.js';

const FIELDS = ['language', 'subject', 'preheader'] as const;

/** Puts the editor into its page. What the form holds stays in the form, so that it can be sent as one, too. */
function begin(holder: HTMLElement): void {
  const form = holder.closest('form')!;
  const setting = JSON.parse(document.getElementById('editor-setting')!.textContent) as Setting;
  const say = speaker(setting.words);
  const body = form.elements.namedItem('body') as HTMLTextAreaElement;
  const fields = FIELDS.map((name) => form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement);

  const announcer = new Announcer();
  const panel = new Panel(say);
  const editing: Editing = {
    say,
    asks: setting.asks,
    locale: setting.locale,
    announcer,
    images: imagesOf(setting.images),
    ask: (open) => panel.open(open),
    view: () => view,
  };
  const toolbar = new Toolbar(editing);
  const canvas = element('div', { class: 'canvas' });
  const add = element(
    'button',
    { type: 'button', class: 'add-below', 'aria-haspopup': 'menu' },
    icon('add'),
    say('add-below'),
  );
  holder.replaceChildren(
    element('div', { class: 'tools-above' }, toolbar.dom, panel.dom),
    canvas,
    add,
    announcer.dom,
  );

  const read = (): Draft => {
    body.value = JSON.stringify(written(view.state.doc));
    return {
      ...Object.fromEntries(fields.map(({ name, value }) => [name, value])),
      body: body.value,
    } as Draft;
  };
  let csrf = setting.csrf;
  const fresh = async () => {
    const page = await fetch(location.href).then((answer) => answer.text());
    const now = new DOMParser().parseFromString(page, 'text/html').getElementById('editor-setting');
    if (now) csrf = (JSON.parse(now.textContent) as Setting).csrf;
    return now ? csrf : undefined;
  };
  const line = new SaveLine(
    say,
    {
      again: () => void saving.again(),
      insist: ({ revision }) => void saving.insist(revision),
      current: location.href,
    },
    setting,
  );
  toolbar.dom.after(line.dom);
  document.querySelector('[data-save-note]')?.append(line.note);
  const saving = new Autosave({
    address: setting.write,
    csrf,
    fresh: () => fresh().catch(() => undefined),
    revision: setting.revision,
    read,
    say,
    show: (shown) => {
      line.show(shown);
      if (shown.state === 'saved') showFaults(fields, shown.faults ?? {});
    },
  });
  const changed = () => {
    saving.changed();
    preview.changed();
  };
  const view = textEditor(canvas, readDocument(body.value), editing, {
    changed,
    shown: (state) => toolbar.show(state),
  });
  const preview = new Preview({
    holder: document.querySelector<HTMLElement>('[data-preview]')!,
    address: setting.preview,
    csrf: () => csrf,
    read,
    height: () => view.dom.offsetHeight,
    say,
  });
  for (const field of fields) field.addEventListener('input', changed);
  for (const choice of document.querySelectorAll<HTMLInputElement>('input[name="preview-view"]')) {
    // A browser that goes back to this page may remember another than the first.
    choice.checked = choice.defaultChecked;
    choice.addEventListener('change', () => preview.show(choice.value as View));
  }
  add.addEventListener('click', () => {
    goToEnd(view);
    openMenu({
      label: say('insert'),
      items: insertItems(editing, view.state),
      at: add.getBoundingClientRect(),
      left: () => view.focus(),
    });
  });
  form.addEventListener('submit', () => {
    read();
    for (const [name, value] of Object.entries(saving.leave())) {
      (form.elements.namedItem(name) as HTMLInputElement).value = value;
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'F10' || !event.altKey) return;
    event.preventDefault();
    toolbar.focus();
  });
  document.documentElement.classList.add('editor-is-here');
}

/** An empty paragraph at the end, and the cursor in it. */
function goToEnd(view: EditorView): void {
  const { tr, doc } = view.state;
  const { lastChild } = doc;
  const isFree = lastChild?.type === schema.nodes.paragraph && lastChild.content.size === 0;
  if (!isFree) tr.insert(doc.content.size, schema.nodes.paragraph.create());
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, tr.doc.content.size - 1)).scrollIntoView());
}

/** Says below a field why what stands in it could not be kept. */
function showFaults(
  fields: readonly (HTMLInputElement | HTMLSelectElement)[],
  faults: Record<string, string>,
): void {
  for (const field of fields) {
    const fault = faults[field.name];
    const id = `${field.name}-not-kept`;
    document.getElementById(id)?.remove();
    if (fault === undefined) {
      field.removeAttribute('aria-invalid');
      continue;
    }
    field.before(element('p', { class: 'error', id }, fault));
    field.setAttribute('aria-invalid', 'true');
    field.setAttribute('aria-errormessage', id);
  }
}

for (const holder of document.querySelectorAll<HTMLElement>('[data-editor]')) begin(holder);
