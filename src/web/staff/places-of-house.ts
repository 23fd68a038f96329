import type { DataSource } from 'typeorm';
import type { PlaceChoice } from './pages/place-words.js';

/** Every place for which a role can be given: the house, each register, each list of it. */
export async function placesOfHouse(database: DataSource): Promise<PlaceChoice[]> {
  return (await database.query(
    `select r.id as "registerId", null as "listId", r.name as register, null as list from jatakk.register r
     union all
     select r.id, l.id, r.name, l.name from jatakk.register r join jatakk.list l on l.register_id = r.id
      where l.state <> 'deleting'
     order by register, list nulls first`,
  )) as PlaceChoice[];
}
