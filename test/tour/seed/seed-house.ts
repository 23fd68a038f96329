import type pg from 'pg';
import type { EmptyHouse } from '../empty-house.js';
import { idOf } from '../chance.js';
import { DAYS, dayBefore, momentBefore } from '../days.js';
import { LISTS, listId, listOf, ORGANISATION, registerId, REGISTERS } from '../plan.js';
import { withRings } from './keys.js';
import { seedStaff } from './seed-staff.js';

/** Where what cannot be delivered comes back to. */
const RETURN_DOMAIN = 'retur.fjellhallen.example';

/** How long ago the second words of Familielørdag were published. */
export const NEW_WORDS = 58;

/** The organisation, registers with real keys, lists with their words, and staff who can sign in. */
export async function seedHouse({ owner, ownerUrl, secrets }: EmptyHouse): Promise<void> {
  await requireEmpty(owner);
  const { name, number, postalAddress, contact, privacy } = ORGANISATION;
  await owner.query(
    `insert into jatakk.organisation (name, org_number, postal_address, contact_email, privacy_email)
     values ($1, $2, $3, $4, $5)`,
    [name, number, postalAddress, contact, privacy],
  );
  await owner.query('update jatakk.installation set counts_since = $1, return_domain = $2', [
    dayBefore(DAYS),
    RETURN_DOMAIN,
  ]);
  for (const { key, name } of REGISTERS)
    await owner.query('insert into jatakk.register (id, slug, name) values ($1, $2, $3)', [
      registerId(key),
      key,
      name,
    ]);
  for (const list of LISTS) {
    await owner.query(
      `insert into jatakk.list (id, register_id, slug, name, sender_name, sender_address, eyes, archive_since)
       values ($1, $2, $3, $4, 'Fjellhallen', $5, $6, $7)`,
      [
        listId(list.key),
        registerId(list.register),
        list.key,
        list.name,
        list.sender,
        list.eyes,
        list.archive ? momentBefore(DAYS) : null,
      ],
    );
    for (const [locale, [text, frequency]] of Object.entries(list.purpose))
      await owner.query(WORDS, [
        registerId(list.register),
        listId(list.key),
        1,
        locale,
        text,
        frequency,
        dayBefore(DAYS),
      ]);
  }
  await newWords(owner);
  await questions(owner);
  await withRings(ownerUrl, secrets.keeper, (rings) => rings.makeMissing());
  await seedStaff(owner, secrets.web);
}

const WORDS = `
  insert into jatakk.purpose_text (register_id, list_id, version, locale, text, frequency, sha256, published_on)
  values ($1, $2, $3, $4, $5, $6, jatakk.purpose_hash($4, $5, $6), $7)`;

/** Nothing is ever written into a house that somebody has been in. */
async function requireEmpty(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ used: boolean }>(
    `select exists (select 1 from jatakk.organisation) or exists (select 1 from jatakk.staff)
         or exists (select 1 from jatakk.register) or (select mode <> 'trial' from jatakk.installation) as used`,
  );
  if (rows[0]?.used !== false) throw new Error('The tour is made in a house of its own, and this is none.');
}

/** Familielørdag has said in other words what it is for; some have not answered yet. */
async function newWords(owner: pg.Client): Promise<void> {
  const { register, key, purpose } = listOf('familielordag');
  const texts = [
    {
      locale: 'nb',
      text: `${purpose.nb[0]} Av og til også ledige plasser på korskolen.`,
      frequency: purpose.nb[1],
    },
    {
      locale: 'en',
      text: `${purpose.en[0]} Now and then also places in the choir school.`,
      frequency: purpose.en[1],
    },
  ];
  for (const { locale, text, frequency } of texts)
    await owner.query(WORDS, [
      registerId(register),
      listId(key),
      2,
      locale,
      text,
      frequency,
      dayBefore(NEW_WORDS),
    ]);
}

/** What Frivillige asks of whoever joins. */
async function questions(owner: pg.Client): Promise<void> {
  const id = idOf('question fornavn');
  await owner.query(
    `insert into jatakk.list_field (id, register_id, list_id, position, name) values ($1, $2, $3, 1, 'fornavn')`,
    [id, registerId('lesere'), listId('frivillige')],
  );
  await owner.query(
    `insert into jatakk.list_field_text (field_id, locale, label, why) values
       ($1, 'nb', 'Fornavn', 'Så vi kan hilse på deg i e-posten.'), ($1, 'en', 'First name', 'So that we can greet you.')`,
    [id],
  );
}
