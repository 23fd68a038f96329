import type { DataSource } from 'typeorm';

export interface ConfirmationSubject {
  subscription_id: string;
  list_id: string;
  name: string;
  sender_name: string;
  sender_address: string;
  text: string;
  frequency: string;
  /** Whoever confirms it is sent a welcome. */
  welcomes: boolean;
}

/** The lists that one confirmation asks about, in the words that were shown at sign-up. */
export async function confirmationSubjects(
  database: DataSource,
  noticeId: string,
): Promise<ConfirmationSubject[]> {
  return (await database.query(
    `select s.id as subscription_id, s.list_id, l.name, l.sender_name, l.sender_address, p.text, p.frequency,
            exists (select 1 from jatakk.campaign c
                     where c.register_id = s.register_id and c.id = jatakk.welcome_of(s.list_id)
                       and c.purpose_version = s.purpose_version) as welcomes
       from jatakk.notice_subscription ns
       join jatakk.subscription s on s.register_id = ns.register_id and s.id = ns.subscription_id and s.state = 'pending'
       join jatakk.list l on l.register_id = s.register_id and l.id = s.list_id
       join jatakk.purpose_text p on p.list_id = s.list_id and p.version = s.purpose_version
                                 and p.revision = s.purpose_revision and p.locale = s.locale
      where ns.notice_id = $1 order by l.name`,
    [noticeId],
  )) as ConfirmationSubject[];
}
