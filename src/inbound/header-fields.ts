import { BOUNDS } from './bounds.js';

/** Header fields by lower-case name, unfolded, the first of each name: a second one is not to overrule it. */
export type Fields = ReadonlyMap<string, string>;

const FIELD = /^([!-9;-~]{1,76})[ \t]*:[ \t]*(.*)$/;

/**
 * Reads lines of header fields (RFC 5322 §2.2) up to the bounds. What is no field is passed over.
 * @param block one octet per character, or text
 */
export function readFields(block: string): Fields {
  const fields = new Map<string, string>();
  let name = '';
  let left: number = BOUNDS.fields;
  for (const line of block.slice(0, BOUNDS.head).split('\n', BOUNDS.fields * 8)) {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (/^[ \t]/.test(text)) {
      const before = fields.get(name);
      if (before !== undefined && before.length < BOUNDS.fieldLength) {
        fields.set(name, `${before} ${text.trim()}`.slice(0, BOUNDS.fieldLength));
      }
      continue;
    }
    name = '';
    const [, found, value = ''] = FIELD.exec(text.slice(0, BOUNDS.fieldLength)) ?? [];
    if (found === undefined) continue;
    if (left-- === 0) break;
    const key = found.toLowerCase();
    if (fields.has(key)) continue;
    name = key;
    fields.set(key, value.trim());
  }
  return fields;
}
