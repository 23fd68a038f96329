/**
 * What no backup holds, and why. Tables that are not logged (the throttle, the window) are left out by that, and the
 * queue, since it lies in another schema. A test compares this with the database.
 */
export const LEFT_OUT: Record<string, string> = {
  'jatakk.migration': 'the backup names the migrations itself',
  'jatakk.intake':
    'a form is sealed to the register alone: opened again after a restore it would bring back whoever was erased since',
  'jatakk.arrival': 'as a form: sealed to the register alone, and opened within seconds',
  'jatakk.arrival_part': 'as what it belongs to',
  'jatakk.arrival_seen': 'what is handed over again after a restore is stored again',
  'jatakk.receiver': 'a receiver says itself that it is here',
  'jatakk.receiver_key': 'the keeper seals it anew for each receiver',
  'jatakk.import_row': 'as a form: sealed to the register alone, and gone within a week',
  'jatakk.journal':
    'what must hold after a restore is copied outside the database, and never taken back by one',
  'jatakk.staff_session': 'a session that was ended since must not go on',
  'jatakk.staff_half_session': 'as a session',
  'jatakk.staff_totp_begun': 'belongs to a session',
};
