/** What the role `jatakk_traffic` may do: add to the counts of visits and read them, and nothing else of the house. Committed: a test compares it. */
export const RIGHTS_OF_TRAFFIC: readonly string[] = [
  'function traffic.add(of_day date, sites text[], measures text[], kinds text[], names text[], counts bigint[]) EXECUTE',
  'function traffic.begin_live() EXECUTE',
  'function traffic.choose(counts boolean, counts_visitors boolean, hosts text[], asked text[]) EXECUTE',
  'function traffic.fold() EXECUTE',
  'function traffic.forget() EXECUTE',
  'function traffic.so_far() EXECUTE',
  'schema traffic USAGE',
  'table traffic.kept SELECT',
  'table traffic.setting SELECT',
  'table traffic.site SELECT',
];
