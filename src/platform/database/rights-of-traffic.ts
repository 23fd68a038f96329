/** What the role `jatakk_traffic` may do: add to the counts of visits and read them, and nothing else of the house. Committed: a test compares it. */
export const RIGHTS_OF_TRAFFIC: readonly string[] = ['schema traffic USAGE'];
