/** What the role `jatakk_survey` may do: see to surveys and their answers, and nothing else of the house. Committed: a test compares it. */
export const RIGHTS_OF_SURVEY: readonly string[] = ['schema survey USAGE'];
