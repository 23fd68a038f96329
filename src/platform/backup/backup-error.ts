/** Why a backup cannot be made or used, in words for the operator. Nothing has been changed. */
export class BackupError extends Error {
  override name = 'BackupError';
}
