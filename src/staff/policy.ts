/** What a member of staff can be. Somebody may hold several, each for the house, one register, or one list. */
export const ROLES = [
  'administrator',
  'editor',
  'approver',
  'correspondent',
  'privacy-officer',
  'viewer',
] as const;

export type Role = (typeof ROLES)[number];

/** How far down a role that allows an act may be granted for it to count. */
export type Scope = 'house' | 'register' | 'list';

interface Rule {
  scope: Scope;
  roles: readonly Role[];
}

/**
 * The one table of who may do what. What is not here is refused. The database holds the same in `jatakk.role_act`, for
 * the functions that check for themselves; a test compares the two.
 */
export const POLICY = {
  'manage-staff': { scope: 'house', roles: ['administrator'] },
  'manage-organisation': { scope: 'house', roles: ['administrator'] },
  'manage-sending': { scope: 'house', roles: ['administrator'] },
  /** Another relay that one of the staff has proposed: to read it, and to decide on it as the second person. */
  'see-relay-proposal': { scope: 'house', roles: ['administrator', 'approver'] },
  'approve-relay': { scope: 'house', roles: ['approver'] },
  'go-live': { scope: 'house', roles: ['administrator'] },
  /** What stands on the organisation's own site. */
  'write-site-message': { scope: 'house', roles: ['administrator', 'editor'] },
  'make-register': { scope: 'house', roles: ['administrator'] },
  'read-log': { scope: 'house', roles: ['administrator', 'privacy-officer'] },
  'handle-rights': { scope: 'house', roles: ['privacy-officer'] },
  /** What the privacy page adds to what is true, and the records that a supervisory authority may ask for. */
  'account-for-privacy': { scope: 'house', roles: ['administrator', 'privacy-officer'] },
  'delete-register': { scope: 'register', roles: ['administrator'] },
  'make-list': { scope: 'register', roles: ['administrator'] },
  /** One person by their exact address, with a reason. */
  'look-up': { scope: 'register', roles: ['privacy-officer'] },
  /** Mail that people have written: to read it and to answer it. Nobody by another role, the administrator included. */
  'answer-mail': { scope: 'register', roles: ['correspondent'] },
  /** What the automatic reply says, for how long mail is kept, and which themes there are. */
  'set-inbox': { scope: 'register', roles: ['administrator', 'correspondent'] },
  /** What was heard in a month, and what was done: the words, and whether everybody may read them. */
  'write-heard': { scope: 'register', roles: ['editor', 'correspondent'] },
  /** Pages and numbers. */
  see: { scope: 'list', roles: ROLES },
  'write-campaign': { scope: 'list', roles: ['administrator', 'editor'] },
  'send-campaign': { scope: 'list', roles: ['administrator', 'editor'] },
  'stop-campaign': { scope: 'list', roles: ['administrator', 'editor', 'approver'] },
  /** As the second person: a campaign, new words of a purpose, an import. */
  approve: { scope: 'list', roles: ['approver'] },
  'manage-list': { scope: 'list', roles: ['administrator'] },
  /**
   * What people wrote in a survey, before it is cleared of names: the privacy officer, whose work it is, and the editor,
   * who knows the matter. Not the administrator by that alone: the fewer read what may name somebody, the better.
   */
  'look-through': { scope: 'list', roles: ['editor', 'privacy-officer'] },
  'enter-paper': { scope: 'list', roles: ['administrator', 'editor'] },
} as const satisfies Record<string, Rule>;

export type Act = keyof typeof POLICY;

/** One role of one member: for the whole house (both null), for a register, or for one list of it. */
export interface Grant {
  role: Role;
  registerId: string | null;
  listId: string | null;
}

/** Where an act happens; without a register, in the house as a whole. */
export interface Place {
  registerId?: string | undefined;
  listId?: string | undefined;
}

/** Whether these grants allow the act at exactly this place. As `jatakk.may` says it. */
export function mayDo(grants: readonly Grant[], act: Act, { registerId, listId }: Place = {}): boolean {
  return allowing(grants, act).some(
    (grant) =>
      (grant.registerId === null || grant.registerId === registerId) &&
      (grant.listId === null || grant.listId === listId),
  );
}

/**
 * Whether the act is allowed at some place: anywhere, or in this register. For pages that then show no more than the
 * places where it is.
 */
export function maySomewhere(grants: readonly Grant[], act: Act, registerId?: string): boolean {
  const { scope } = POLICY[act];
  return allowing(grants, act).some(
    (grant) =>
      (registerId === undefined || grant.registerId === null || grant.registerId === registerId) &&
      (scope !== 'house' || grant.registerId === null) &&
      (scope !== 'register' || grant.listId === null),
  );
}

/** The places where an act is allowed, for a query; null where it is everywhere. */
export function placesOf(
  grants: readonly Grant[],
  act: Act,
): { registers: string[]; lists: string[] } | null {
  const allowed = allowing(grants, act);
  if (allowed.some(({ registerId }) => registerId === null)) return null;
  return {
    registers: allowed.flatMap(({ registerId, listId }) =>
      registerId !== null && listId === null ? [registerId] : [],
    ),
    lists: allowed.flatMap(({ listId }) => (listId === null ? [] : [listId])),
  };
}

function allowing(grants: readonly Grant[], act: Act): Grant[] {
  const roles: readonly Role[] = POLICY[act].roles;
  return grants.filter(({ role }) => roles.includes(role));
}
