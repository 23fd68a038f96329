/** The staff's own ring: the nil UUID, which no register can have. */
export const STAFF_RING = '00000000-0000-0000-0000-000000000000';
