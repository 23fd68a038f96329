import type { ListIds, TestHouse } from './house.js';
import { until } from './until.js';

/** Types an address at a register's preference page, and takes the link out of the mail that comes. */
export async function manageLink(house: TestHouse, registerSlug: string, address: string): Promise<string> {
  const before = house.sink.to(address).length;
  const page = `/preferences/${registerSlug}`;
  const response = await house.visitor.submit(page, page, { address });
  if (response.status !== 200) throw new Error(`preferences: ${response.status}`);
  return linkAfter(house, address, before);
}

/** The link of the newest mail beyond the first `before`, which must hold one. */
export async function linkAfter(
  house: TestHouse,
  address: string,
  before: number,
  kind: 'manage' | 'address' = 'manage',
): Promise<string> {
  const form = new RegExp(`/${kind}/[\\w-]{43}`);
  const mail = await until('the link', () =>
    house.sink
      .to(address)
      .slice(before)
      .find(({ parsed }) => form.test(parsed.text ?? '')),
  );
  // The relay's answer is written before anybody can have opened it.
  await until('it is settled', async () => {
    const { rowCount } = await house.database.owner.query(
      `select 1 from jatakk.notice where kind in ('manage', 'address-change') and state in ('queued', 'claimed', 'handed')`,
    );
    return rowCount === 0;
  });
  return form.exec(mail.parsed.text!)![0];
}

/** Presses one of the page's buttons; where the act answers with a way back, follows it. */
export async function presses(
  house: TestHouse,
  link: string,
  act: string,
  fields: Record<string, string> = {},
): Promise<{ status: number; page: string; did: string | undefined }> {
  const response = await house.visitor.post(`${link}/${act}?lang=nb`, fields);
  const to = response.headers.get('location');
  if (response.status !== 303 || to === null)
    return { status: response.status, page: await response.text(), did: undefined };
  return { status: 303, page: await house.visitor.page(to), did: /did=([\w-]+)/.exec(to)?.[1] };
}

/** How one list's open or last subscription of somebody stands. */
export async function standsOn(house: TestHouse, list: ListIds, person: string): Promise<string> {
  const { rows } = await house.database.owner.query<{ stands: string }>(
    `select concat_ws(' ', s.state, s.ended_reason, s.paused_by) as stands from jatakk.subscription s
      where s.list_id = $1 and s.subscriber_id = $2 order by s.state = 'ended' limit 1`,
    [list.listId, person],
  );
  return rows[0]?.stands ?? 'none';
}
