/** What is looked at. */
export type Point =
  'subject' | 'preheader' | 'text' | 'words' | 'images' | 'buttons' | 'events' | 'links' | 'size';

/** What may be found, by the point that it is found at. */
export type FindingCode =
  | 'subject.false-reply'
  | 'subject.shouted'
  | 'subject.exclamation'
  | 'preheader.missing'
  | 'text.unreadable'
  | 'text.empty'
  | 'words.braces'
  | 'words.exclamation'
  | 'images.not-chosen'
  | 'images.no-alt'
  | 'buttons.no-address'
  | 'buttons.no-label'
  | 'events.no-title'
  | 'events.no-date'
  | 'links.malformed'
  | 'links.survey'
  | 'links.shortener'
  | 'links.other-host'
  | 'size.large'
  | 'size.too-large';

/** `stop`: it does not go out like that. `warning`: somebody may have their reasons. */
export interface Finding {
  level: 'stop' | 'warning';
  code: FindingCode;
  /** What it is about: a link's words, a host, how many. */
  params?: Record<string, string | number>;
}

export function stop(code: FindingCode, params?: Finding['params']): Finding {
  return { level: 'stop', code, ...(params && { params }) };
}

export function warning(code: FindingCode, params?: Finding['params']): Finding {
  return { level: 'warning', code, ...(params && { params }) };
}

export function pointOf({ code }: Finding): Point {
  return code.split('.')[0] as Point;
}
