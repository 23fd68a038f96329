import { BOUNDS } from './bounds.js';

export interface ContentType {
  /** `text/plain` where there is none or it cannot be read (RFC 2045 §5.2). */
  type: string;
  parameters: ReadonlyMap<string, string>;
}

const PARAMETER =
  /;\s{0,80}([a-z0-9*_-]{1,40})\s{0,80}=\s{0,80}(?:"((?:[^"\\]|\\.){0,500})"|([^\s;"]{1,200}))/gi;

/** Reads a Content-Type field (RFC 2045 §5.1); of a parameter given twice the first holds. */
export function readContentType(value: string | undefined): ContentType {
  const type = /^\s{0,80}([a-z0-9.+_-]{1,60}\/[a-z0-9.+_-]{1,80})/i.exec(value ?? '')?.[1]?.toLowerCase();
  const parameters = new Map<string, string>();
  if (type === undefined || value === undefined) return { type: 'text/plain', parameters };
  let left = 20;
  for (const [, name = '', quoted, bare] of value.matchAll(PARAMETER)) {
    if (left-- === 0) break;
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, quoted?.replaceAll(/\\(.)/g, '$1') ?? bare ?? '');
  }
  return { type, parameters };
}

/** The boundary of a multipart, if it has one that may be used. */
export function boundaryOf({ type, parameters }: ContentType): string | undefined {
  const boundary = parameters.get('boundary')?.trimEnd();
  if (!type.startsWith('multipart/') || !boundary || boundary.length > BOUNDS.boundary) return undefined;
  return boundary;
}
