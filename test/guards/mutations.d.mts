/** One guard, what takes it out, and the test that must go red without it. */
export interface Guard {
  guard: string;
  /** Run by the owner straight after the migrations. */
  sql?: string;
  /** A function of the database, as `regprocedure` writes it. */
  inFunction?: string;
  /** A source file. */
  inFile?: string;
  /** What is taken out of it, each of which stands there exactly once, and what is put in its place. */
  changes?: [takeOut: string, putIn?: string][];
  caughtBy: Caught[];
  /** Its tests need those before them in their file. Otherwise no other test is run, which is quicker. */
  inTurn?: boolean;
}

export interface Caught {
  /** A file, seen from the root. */
  spec: string;
  /** The test's full name. */
  test: string;
  /** What it must say as it fails, so that it fails for this and nothing else. */
  says: string;
}

export const guards: Guard[];

/** What the owner runs to take a guard out of a database; undefined for one that stands in a source file. */
export function sqlOf(guard: Guard): string | undefined;

/** A source text without the guard. @throws when what is taken out is not in it exactly once */
export function without(text: string, guard: Guard): string;
