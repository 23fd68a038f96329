import type { Node } from 'prosemirror-model';
import type { BlockDocument } from '../../../campaigns/blocks/block-document.js';
import { schema } from './schema.js';

/** What is kept of a text. A line break is bold or a link in the editor, and in nothing that is sent. */
export function written(doc: Node): BlockDocument {
  return withoutMarksOnBreaks(doc.toJSON() as Json) as unknown as BlockDocument;
}

interface Json {
  type: string;
  content?: Json[];
  marks?: unknown;
}

function withoutMarksOnBreaks(node: Json): Json {
  const { content, marks, ...rest } = node;
  return {
    ...rest,
    ...(content && { content: content.map(withoutMarksOnBreaks) }),
    ...(marks !== undefined && node.type !== 'hardBreak' && { marks }),
  };
}

/** The text that was kept; an empty paragraph where there is none yet, or none that can be read. */
export function readDocument(body: string): Node {
  const empty = () => schema.node('doc', null, [schema.node('paragraph')]);
  if (body.trim() === '') return empty();
  const doc = schema.nodeFromJSON(JSON.parse(body));
  doc.check();
  return doc.childCount > 0 ? doc : empty();
}
