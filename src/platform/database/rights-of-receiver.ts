/**
 * What the role `jatakk_receiver` may do: put down sealed mail, and learn how much of it lies there, where mail may come to, to which key it is sealed,
 * and the return paths' keys that are sealed for itself. It reads nothing that it has put down. Committed: a test compares it.
 */
export const RIGHTS_OF_RECEIVER: readonly string[] = [
  'function jatakk.arrive(of_id uuid, of_register uuid, in_key_version integer, of_kind text, box bytea, parts bytea[], of_fingerprint bytea) EXECUTE',
  'function jatakk.arrive_together(ids uuid[], registers uuid[], key_versions integer[], kinds text[], boxes bytea[], fingerprints bytea[]) EXECUTE',
  'function jatakk.arrivals_wait() EXECUTE',
  'function jatakk.here_receives(of_key bytea) EXECUTE',
  'function jatakk.keys_of_receiver(of_key bytea) EXECUTE',
  'function jatakk.receives() EXECUTE',
  'schema jatakk USAGE',
  'table jatakk.sealing_key SELECT',
];
