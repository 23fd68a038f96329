import type { Answer, Stage } from './hostile-dialogue.js';

/** The same reply in a million bytes of lines, each as long as a reply line may be (RFC 5321 §4.5.3.1.5). */
export function megabyte(reply: string): string {
  const [code] = reply.split(' ');
  return `${`${code}-${'x'.repeat(506)}\r\n`.repeat(1954)}${reply}`;
}

/** In three lines. */
export function manyLines(reply: string): string {
  const [code, ...words] = reply.split(' ');
  return `${code}-one\r\n${code}-\r\n${code} ${words.join(' ')}`;
}

export const tarpit = (text: string): Answer => ({ text, everyMs: 60 });
export const thenGone = (text: string): Answer => ({ text, thenDrop: true });

export interface Fault {
  stage: Stage;
  answer: Answer;
}

/** The faults of a table that belong to one recipient each: its local part is the fault's name. */
export function byRecipient(faults: Record<string, Fault>) {
  return (stage: Stage, recipient: string): Answer => {
    const fault = faults[recipient.split('@')[0]!];
    return fault?.stage === stage ? fault.answer : undefined;
  };
}
