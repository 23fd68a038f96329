import pg from 'pg';
import type { Browser } from './browser.js';
import type { ThrowAwayHouse } from './house.js';
import type { Sink } from './sink.js';
import { confirm, confirmationOf, makeList, signUp } from './steps.js';

/** What a part of the demo that has a list of its own plays with. */
export interface Stage {
  house: ThrowAwayHouse;
  staff: Browser;
  visitor: Browser;
  sink: Sink;
  register: string;
  /** Who join its list. */
  people: readonly string[];
  step: (text: string) => void;
}

/** Everybody joins a new list and confirms. Its id. */
export async function joinedList(
  { staff, visitor, sink, register, people }: Stage,
  name: string,
  slug: string,
): Promise<string> {
  const list = await makeList(staff, register, name, slug);
  for (const address of people) await signUp(visitor, slug, address);
  for (const address of people) await confirm(visitor, await confirmationOf(sink, address, name));
  return list;
}

/** For what an operator does, or what only the rows tell. */
export async function asOwner<T>(house: ThrowAwayHouse, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: house.ownerUrl });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}
