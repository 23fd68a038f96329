const SPEC = 'test/long/images.spec.ts';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofImages = [
  {
    guard: 'image: one way of writing its address',
    inFile: 'src/campaigns/images/image-path.ts',
    changes: [['const found = PATH.exec(url);', "const found = PATH.exec(url.split('?')[0]!);"]],
    caughtBy: [
      {
        spec: SPEC,
        test: 'looking at one no other way of writing its address leads to it, so that nobody can be given one of their own',
        says: '404',
      },
    ],
  },
  {
    guard: 'image: what a campaign holds stays',
    inFunction: 'jatakk.remove_image(bytea, uuid, uuid)',
    changes: [[' and jatakk.holds_images(c)', ' and false']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'removing one what a campaign shows that is sent stays, past the page too',
        says: 'image-in-use',
      },
    ],
  },
  {
    guard: 'image: of the campaign’s own register',
    inFunction: 'jatakk.why_not_sendable(uuid)',
    changes: [['where i.register_id = c.register_id and i.id = n.id', 'where i.id = n.id']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'registers apart a campaign that shows another register’s image is not sent, and says so',
        says: 'Meldingen viser et bilde som ikke finnes i dette registeret.',
      },
    ],
  },
  {
    guard: 'image: no file without the token of a session',
    inFile: 'src/web/http/uploads.service.ts',
    changes: [['if (!(await this.#isFromOwnPage(request, part))) return discard(part);']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'who may strangers who send files and never finish are in nobody’s way',
        says: 'an image was not taken: 503',
      },
    ],
  },
];
