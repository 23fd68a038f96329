import type { DataSource } from 'typeorm';

/** An address that a register sends from, and that another register sends from too. */
export interface SharedSender {
  address: string;
  /** Mail to it that answers nothing comes to this register, which is the first of them (`jatakk.receives`). */
  first: boolean;
}

export async function sharedSenders(database: DataSource, registerId: string): Promise<SharedSender[]> {
  return (await database.query(
    `select distinct lower(l.sender_address) as address,
            not exists (select 1 from jatakk.list o join jatakk.register e on e.id = o.register_id
                         where lower(o.sender_address) = lower(l.sender_address) and o.state <> 'deleting'
                           and (e.slug, e.id) < (r.slug, r.id)) as first
       from jatakk.list l join jatakk.register r on r.id = l.register_id
      where l.register_id = $1 and l.state <> 'deleting'
        and exists (select 1 from jatakk.list o
                     where lower(o.sender_address) = lower(l.sender_address) and o.state <> 'deleting'
                       and o.register_id <> l.register_id)
      order by 1`,
    [registerId],
  )) as SharedSender[];
}
