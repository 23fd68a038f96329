import { generate } from 'otplib';
import type { HttpClient } from './http-client.js';
import type { TestHouse } from './house.js';

/**
 * As if every member had an authenticator, without anybody having to use it: for what is about something else in a
 * house that is live, where administrators and approvers must have one. Their sessions go on, as if just shown.
 */
export async function everybodyHasSecondFactor({ database }: Pick<TestHouse, 'database'>): Promise<void> {
  await database.owner.query(
    `insert into jatakk.staff_totp (staff_id, secret_sealed, key_version, last_step)
     select s.id, '\\x00', 1, 0 from jatakk.staff s on conflict do nothing`,
  );
  await database.owner.query(
    `update jatakk.staff_session set confirmed_at = now() + interval '1 hour', confirmed_by = 'totp'`,
  );
}

/** Somebody's authenticator app: it shows a code of its own every time it is asked. */
export class AuthenticatorApp {
  constructor(
    private readonly house: Pick<TestHouse, 'database'>,
    readonly secret: string,
  ) {}

  /** A code that counts: the clock is turned so that whichever was used last is of a step long gone. */
  async code(): Promise<string> {
    await this.house.database.owner.query('update jatakk.staff_totp set last_step = 0');
    return generate({ secret: this.secret });
  }
}

const ACCOUNT = '/staff/account';

export async function connectsApp(
  house: Pick<TestHouse, 'database'>,
  client: HttpClient,
  password: string,
): Promise<{ app: AuthenticatorApp; codes: string[] }> {
  const { secret, codes } = await connectsAuthenticator(client, password);
  return { app: new AuthenticatorApp(house, secret), codes };
}

/** Connects an authenticator on the member's own page, as a browser without JavaScript does it. */
export async function connectsAuthenticator(
  client: HttpClient,
  password: string,
): Promise<{ secret: string; codes: string[] }> {
  const begin = `${ACCOUNT}/authenticator`;
  let answer = await client.submit(ACCOUNT, begin);
  // Somebody without a factor is asked for the password first; what was asked for goes on from there.
  if (answer.status === 403)
    answer = await client.post(begin, { ...hiddenIn(await answer.text(), begin), factorPassword: password });
  const page = await answer.text();
  const secret = /<code>([A-Z2-7 ]{32,})<\/code>/.exec(page)?.[1]!.replaceAll(' ', '');
  if (answer.status !== 200 || secret === undefined) throw new Error(`no secret: ${answer.status}`);
  const confirm = `${begin}/confirm`;
  const done = await client.post(confirm, { ...hiddenIn(page, confirm), code: await generate({ secret }) });
  if (done.status !== 200) throw new Error(`not connected: ${done.status}`);
  const codes = [...(await done.text()).matchAll(/<code>([0-9a-z-]{19})<\/code>/g)].map(([, code]) => code!);
  return { secret, codes };
}

/** The hidden fields of the form on a page that posts to `action`. */
export function hiddenIn(page: string, action: string): Record<string, string> {
  const form = [...page.matchAll(/<form[^>]*action="([^"]*)"[\s\S]*?<\/form>/g)].find(
    ([, to]) => to === action,
  );
  if (!form) throw new Error(`no form to ${action}`);
  return Object.fromEntries(
    [...form[0].matchAll(/<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?/g)].map(
      ([, name, value]) => [name!, value ?? ''],
    ),
  );
}
