/** How a server's refusal counts. The texts of replies are never kept: they repeat addresses. */
export type ReplyClass = 'hard' | 'soft' | 'ours';

const HARD = /^5\.1\.(1|2|3|6|10)$/;

export interface ClassedReply {
  permanent: boolean;
  class: ReplyClass;
  /** The enhanced status code, or the reply code where there is none. */
  code: string;
}

/**
 * Classes a 4xx or 5xx reply by its enhanced status code (RFC 3463 §3), or by its code where there is none. Only an
 * enhanced code is taken as proof that a mailbox does not exist: a bare 550 may as well speak of us.
 * @param response the server's reply, such as `550 5.1.1 no such user`
 */
export function classifyReply(response: string): ClassedReply {
  const match = /^(\d)(\d{2})(?:[ -](\d\.\d{1,3}\.\d{1,3}))?/.exec(response);
  if (!match) return { permanent: false, class: 'soft', code: 'unreadable' };
  const [, first = '4', rest = '', enhanced] = match;
  const permanent = first === '5';
  const code = enhanced ?? `${first}${rest}`;
  if (enhanced && enhanced.split('.')[1] === '7') return { permanent, class: 'ours', code };
  if (!permanent) return { permanent, class: 'soft', code };
  if (enhanced) return { permanent, class: HARD.test(enhanced) ? 'hard' : 'soft', code };
  // RFC 5321 §4.2.1: x5z is about the message or its recipient; syntax, sequence and sign-in are our own doing.
  if (!rest.startsWith('5')) return { permanent, class: 'ours', code };
  return { permanent, class: 'soft', code };
}

/** A server that asks for less: 421 (RFC 5321 §3.8) or a temporary policy of its own, 4.7.x (RFC 3463 §3.8). */
export function asksToSlowDown({ permanent, code }: ClassedReply, response: string): boolean {
  return !permanent && (response.startsWith('421') || code.startsWith('4.7.'));
}
