/** How a server's refusal counts. The texts of replies are never kept: they repeat addresses. */
export type ReplyClass = 'hard' | 'soft' | 'ours';

const HARD = /^5\.1\.(1|2|3|6|10)$/;

/**
 * Classes a 4xx or 5xx reply by its enhanced status code (RFC 3463 §3), or by its code where there is none.
 * @param response the server's reply, such as `550 5.1.1 no such user`
 */
export function classifyReply(response: string): { permanent: boolean; class: ReplyClass; code: string } {
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
  return { permanent, class: rest === '50' ? 'hard' : 'soft', code };
}
