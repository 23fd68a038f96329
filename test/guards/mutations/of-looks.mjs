const SPEC = 'test/long/theme.spec.ts';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofLooks = [
  {
    guard: 'theme: a campaign keeps the one it began with',
    inFunction: 'jatakk.keep_theme()',
    changes: [['new.started_at is not null then', 'false then']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'another look leaves one that is half sent as it began, where one person sends',
        says: 'false',
      },
    ],
  },
  {
    guard: 'theme: another one ends approvals',
    inFunction: 'jatakk.set_theme(bytea, uuid, text, text, text, uuid)',
    changes: [[`perform jatakk.void_changed(l.id, 'theme-changed');`, 'null;']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'another look ends an approval that has not begun, and says so; what was approved in it is sent in it',
        says: 'approved',
      },
    ],
  },
  {
    guard: 'theme: what is approved holds it',
    inFunction: 'jatakk.theme_content(jatakk.campaign)',
    changes: [['where t.register_id = c.register_id and', 'where false and']],
    caughtBy: [
      {
        spec: 'test/promises/p06-second-person.spec.ts',
        test: 'change the look after approval, behind every trigger: web cannot send it, and the keeper holds it',
        says: 'scheduled',
      },
    ],
  },
  {
    guard: 'theme: what somebody could not read is refused',
    inFile: 'src/web/staff/theme-form.ts',
    changes: [["accent: accent ? faintFault(accent, 'light') :", 'accent: accent ? undefined :']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'a look that somebody could not read is not kept; the nearest colour that will do is offered, and kept by one press',
        says: '422',
      },
    ],
  },
  {
    guard: 'theme: the logo is of its own register',
    inFunction: 'jatakk.set_theme(bytea, uuid, text, text, text, uuid)',
    changes: [['where i.register_id = of_register and i.id = new_logo', 'where i.id = new_logo']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'a look has no logo of another register, nor one that is not there',
        says: '500',
      },
    ],
  },
];
