/** What something attached is called, where the reader knows no media types. */
const KINDS = [
  ['pdf', /^application\/pdf$/],
  ['picture', /^image\//],
  ['sound', /^audio\//],
  ['film', /^video\//],
  ['document', /msword|wordprocessing|opendocument\.text|\/rtf$/],
  ['sheet', /ms-excel|spreadsheet|\/csv$/],
  ['slides', /powerpoint|presentation/],
  ['packed', /zip|7z|rar|gzip|x-tar|compressed/],
  ['text', /^text\/plain$/],
] as const;

export type FileKind = (typeof KINDS)[number][0] | 'other';

/** @param type a media type, found in the content */
export function fileKind(type: string): FileKind {
  return KINDS.find(([, types]) => types.test(type))?.[0] ?? 'other';
}
