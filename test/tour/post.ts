import nodemailer, { type Transporter } from 'nodemailer';
import type Mail from 'nodemailer/lib/mailer/index.js';
import { until } from '../support/until.js';
import type { TourMailbox } from './mailbox.js';

const PROGRAM = 'program@fjellhallen.example';
const VOLUNTEERS = 'frivillig@fjellhallen.example';

/** A subject by which a mail of today is found again. */
export const SUBJECTS = {
  laidOut: 'Samarbeid om lysfesten i januar?',
  hostile:
    '<script>alert(1)</script> HASTER!!! Deres konto vil bli stengt innen 24 timer dersom dere ikke svarer',
} as const;

/** As another organisation's program lays a mail out, with more in it than the receiver lets through. */
const LAID_OUT = `
  <table width="100%" style="background:#f3ead8"><tr><td style="padding:24px">
    <h1 style="font-family:Georgia;color:#7a2e12">Lysfesten i Nordre bydel</h1>
    <p>Hei!</p>
    <p>Vi er <b>Nordre bydelslag</b>, og 17. januar tenner vi lykter langs hele veien fra skolen og opp til dere.
       Kunne koret deres tenke seg å synge på trappen, et kvarters tid?</p>
    <ul><li>Oppmøte: 17.30</li><li>Start: 18.00</li><li>Kakao til alle etterpå</li></ul>
    <p>Kartet er vedlagt. <a href="https://bydelslag.example/lysfest">Mer om festen</a></p>
    <img src="https://bydelslag.example/åpnet.gif" width="1" height="1">
    <p style="color:#888">Hilsen Mona, for komiteen</p>
  </td></tr></table>`;

/** What arrives today. Each in another way: laid out and with files, from somebody who means no good, from a machine. */
const MAILS: readonly Mail.Options[] = [
  {
    from: { name: 'Mona Lind', address: 'mona@bydelslag.example' },
    to: PROGRAM,
    subject: SUBJECTS.laidOut,
    html: LAID_OUT,
    attachments: [
      {
        filename: 'Kart over løypa.pdf',
        content: Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(182_000, 32)]),
      },
      { filename: 'bilder fra i fjor.zip', content: Buffer.concat([ZIP(), Buffer.alloc(1_400_000)]) },
    ],
  },
  {
    from: {
      name: 'Kundeservice-avdelingen for sikkerhet_og_betalinger_og_alt_mulig_annet@fjellhallen.example',
      address: 'svaert.langt.navn.som.aldri.tar.slutt.og.fortsetter@en-veldig-lang-avsender.example',
    },
    to: PROGRAM,
    subject: SUBJECTS.hostile,
    text: `Kjære kunde!\n\nKlikk her: https://ond.example/${'a1b2c3'.repeat(30)}\n\n<img src=x onerror=alert(1)>`,
    attachments: [
      {
        filename: 'faktura\u202efdp.exe',
        content: Buffer.concat([Buffer.from('MZ\u0090\u0000', 'latin1'), Buffer.alloc(60_000)]),
      },
    ],
  },
  {
    from: { name: 'Yusuf Ali', address: 'yusuf.ali@storpost.example' },
    to: VOLUNTEERS,
    subject: 'Automatisk svar: Vaktlisten for uken',
    headers: { 'Auto-Submitted': 'auto-replied' },
    text: 'Jeg er på ferie til mandag, og svarer da.',
  },
];

function ZIP(): Buffer {
  return Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0, 0, 0, 0, 0]);
}

/** Whoever answers a mail with this is off the list. */
const STOP = 'Stopp, takk.';

/**
 * Mail comes in by the front door, as another server hands it over; told to come again later, it does. One volunteer
 * answers the campaign that was sent to them today, and is off its list.
 */
export async function postArrives(port: number, mailbox: TourMailbox): Promise<void> {
  const post = nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  try {
    for (const mail of MAILS) await comes(post, mail);
    const [sent] = await until('the volunteers have their mail', () => mailbox.of(/^Vaktlisten for uken/));
    const { headers, to } = await mailbox.open(sent!.id);
    const inReplyTo = headers.find(({ name }) => name.toLowerCase() === 'message-id')!.value;
    await comes(post, {
      from: to[0]!,
      to: VOLUNTEERS,
      subject: 'Sv: Vaktlisten for uken',
      inReplyTo,
      text: STOP,
    });
    await mailbox.to(to[0]!, /^Du er meldt av/);
  } finally {
    post.close();
  }
}

async function comes(post: Transporter, mail: Mail.Options): Promise<void> {
  await until(`the receiver takes “${String(mail.subject)}”`, () =>
    post.sendMail(mail).then(
      () => true,
      (error: { responseCode?: number }) => {
        if (error.responseCode && error.responseCode < 500) return false;
        throw error;
      },
    ),
  );
}
