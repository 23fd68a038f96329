import type { VNode } from 'preact';

/** What a controller answers with: a page, or a part of one for htmx, and the status it comes under. */
export class Page {
  constructor(
    readonly node: VNode,
    readonly options: { status?: number; fragment?: boolean; headers?: Record<string, string> } = {},
  ) {}
}

/** Sends the browser on after a POST (303), to a path of our own. */
export class SeeOther {
  constructor(
    readonly path: string,
    readonly headers: Record<string, string | string[]> = {},
  ) {}
}
