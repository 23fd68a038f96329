import type { DumpedRow } from './dump.js';

/** What a thief can measure of one person's rows: numbers by name. */
type Clues = Map<string, number>;

export interface Person {
  id: string;
  clues: Clues;
}

/** What many rows hold in common, such as the hash of a purpose, ties nobody to anybody. */
const TOO_COMMON = 12;
const SHARED = /^(register_id|list_id|ring_id|campaign_id|log_id|staff_id|author_id)$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

/** Everybody of a register, with every number that can be had from the rows that hang together with theirs. */
export function peopleOf(dump: readonly DumpedRow[], registerId: string): Person[] {
  const byId = new Map<string, DumpedRow[]>();
  for (const row of dump) for (const id of idsOf(row)) byId.set(id, [...(byId.get(id) ?? []), row]);
  return dump
    .filter(({ table, columns }) => table === 'jatakk.subscriber' && columns['register_id'] === registerId)
    .map((row) => ({ id: String(row.columns['id']), clues: cluesOf(hangingTogether(row, byId)) }));
}

/** A way to guess who is the same: by one clue, as it is or by its place among all, or by several together. */
type Distance = (one: Person, other: Person) => number;

/** How often the other register's nearest person is the same one; of several that are as near, one is guessed. */
function hits(
  distance: Distance,
  ones: readonly Person[],
  others: readonly Person[],
  same: Map<string, string>,
): number {
  let found = 0;
  for (const one of ones) {
    const far = others.map((other) => distance(one, other));
    const nearest = Math.min(...far);
    const guesses = others.filter((_, index) => far[index] === nearest);
    if (guesses.some(({ id }) => id === same.get(one.id))) found += 1 / guesses.length;
  }
  return found;
}

/**
 * Matches the people of two registers. The thief knows half of the true pairs, learns from them which clues tell most,
 * and is measured on the other half; then the other way round. Of the best clue and of all the good ones together, what
 * finds more counts.
 */
export function linkRegisters(ones: readonly Person[], others: readonly Person[], same: Map<string, string>) {
  const names = [...new Set(ones.flatMap(({ clues }) => [...clues.keys()]))];
  const ways = names.flatMap((name) => waysBy(name, ones, others));
  const halves = [0, 1].map((half) => ones.filter((_, index) => index % 2 === half));
  const found = { best: 0, together: 0 };
  let best = '';
  for (const [known, asked] of [halves, halves.toReversed()] as [Person[], Person[]][]) {
    const ranked = ways
      .map((way) => ({ ...way, learnt: hits(way.distance, known, others, same) }))
      .sort((one, other) => other.learnt - one.learnt);
    const good = ranked.slice(0, GOOD_CLUES);
    best = good[0]!.name;
    found.best += hits(good[0]!.distance, asked, others, same);
    const together: Distance = (one, other) =>
      good.reduce((sum, { distance }) => sum + Math.log1p(distance(one, other)), 0);
    found.together += hits(together, asked, others, same);
  }
  return { clues: names.length, best, found: Math.max(found.best, found.together) };
}

const GOOD_CLUES = 8;

function waysBy(name: string, ones: readonly Person[], others: readonly Person[]) {
  const [here, there] = [placesBy(name, ones), placesBy(name, others)];
  return [
    { name, distance: (one: Person, other: Person) => gap(one.clues.get(name), other.clues.get(name)) },
    {
      name: `place by ${name}`,
      distance: (one: Person, other: Person) => gap(here.get(one.id), there.get(other.id)),
    },
  ];
}

function gap(one: number | undefined, other: number | undefined): number {
  if (one === undefined || other === undefined) return one === other ? 0 : 1e15;
  return Math.abs(one - other);
}

function placesBy(name: string, people: readonly Person[]): Map<string, number> {
  const values = people.map(({ clues }) => clues.get(name) ?? -1).sort((one, other) => one - other);
  return new Map(people.map(({ id, clues }) => [id, values.indexOf(clues.get(name) ?? -1)]));
}

/** A leaf of the ledger is a byte and a hash. */
const HASH = /^\\x(?:0[01])?([0-9a-f]{64})$/;

function idsOf({ columns }: DumpedRow): string[] {
  return Object.entries(columns).flatMap(([column, value]) => {
    if (typeof value !== 'string' || SHARED.test(column)) return [];
    return UUID.test(value) ? [value] : (HASH.exec(value)?.slice(1) ?? []);
  });
}

function hangingTogether(row: DumpedRow, byId: Map<string, DumpedRow[]>): Set<DumpedRow> {
  const found = new Set([row]);
  for (const each of found)
    for (const id of idsOf(each)) {
      const others = byId.get(id)!;
      if (others.length < TOO_COMMON) for (const other of others) found.add(other);
    }
  return found;
}

function cluesOf(rows: Iterable<DumpedRow>): Clues {
  const clues: Clues = new Map();
  const note = (name: string, value: number) => {
    for (const [which, keep] of [
      ['first', Math.min],
      ['last', Math.max],
    ] as const)
      clues.set(`${which} ${name}`, keep(clues.get(`${which} ${name}`) ?? value, value));
  };
  for (const { table, order, columns } of rows) {
    note(`${table}, order`, order);
    for (const [column, value] of Object.entries(columns)) {
      const number = numberOf(column, value);
      if (number === undefined) continue;
      note(`${table}.${column}`, number);
      if (column === 'xmin') note('xmin anywhere', number);
    }
  }
  return clues;
}

function numberOf(column: string, value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || SHARED.test(column)) return undefined;
  if (column === 'xmin') return Number(value);
  const ctid = /^\((\d+),(\d+)\)$/.exec(value);
  if (ctid) return Number(ctid[1]) * 1000 + Number(ctid[2]);
  if (UUID.test(value)) return parseInt(value.slice(0, 8), 16);
  if (value.startsWith('\\x')) return value.length;
  const time = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
