import type { Guard } from '../mutations.mjs';

export interface Result {
  spec: string;
  test: string;
  status: string;
  said: string;
}

/** Why a guard was not caught as it must be; undefined when it was. */
export function whyMissed(guard: Guard, results: Result[]): string | undefined;
