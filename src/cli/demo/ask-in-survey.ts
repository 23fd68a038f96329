import { randomUUID } from 'node:crypto';
import type { SurveyDefinition } from '../../surveys/survey-definition.js';
import { asOwner, joinedList, type Stage } from './stage.js';
import { send, sentNumbers, until, writeCampaign } from './steps.js';

export const INVITATION = 'Svar oss';

const words = (nb: string) => ({ nb });

const ASKED: SurveyDefinition = {
  locales: ['nb'],
  title: words('Hva vil du se mer av?'),
  introduction: words('To spørsmål om høsten.'),
  questions: [
    {
      kind: 'one',
      id: 'more',
      words: words('Hva vil du se mer av?'),
      options: [
        { id: 'play', words: words('Teater') },
        { id: 'music', words: words('Musikk') },
      ],
    },
    {
      kind: 'scale',
      id: 'again',
      words: words('Hvor gjerne kommer du igjen?'),
      from: 1,
      to: 5,
      low: words('slett ikke'),
      high: words('svært gjerne'),
    },
  ],
};

/** A list of its own is invited, everybody answers by the link in their mail, some twice, and what they said is counted. */
export async function askInSurvey(stage: Stage): Promise<{ answered: number; answeredTwice: number }> {
  const { house, staff, visitor, sink, register, people, step } = stage;
  const list = await joinedList(stage, 'Liste D', 'liste-d');
  return asOwner(house, async (owner) => {
    const id = randomUUID();
    await owner.query(
      `insert into survey.survey (id, register_id, list_id, definition, state) values ($1, $2, $3, $4, 'opening')`,
      [id, register, list, ASKED],
    );
    const survey = async () =>
      (
        await owner.query<{ state: string; answered: number }>(
          'select state, answered from survey.survey where id = $1',
          [id],
        )
      ).rows[0]!;
    await until('the survey is open', async () => (await survey()).state === 'open');
    const body = `Hei\n\n[Svar på to spørsmål](${house.url}/survey/${id})`;
    const campaign = await writeCampaign(staff, register, list, INVITATION, body);
    await send(staff, campaign);
    await sentNumbers(staff, campaign);
    step(
      `${people.length} people on a list of their own are invited to a survey, each with a ticket that nobody keeps`,
    );

    let answeredTwice = 0;
    for (const [index, address] of people.entries()) {
      const mail = sink.received.find(({ to, subject }) => to === address && subject === INVITATION)!;
      const path = /\/survey\/[0-9a-f-]{36}\/[\w-]{100}/.exec(mail.text)![0];
      const fields = {
        go: 'send',
        step: '0',
        'q-more': index % 3 ? 'play' : 'music',
        'q-again': `${1 + (index % 5)}`,
      };
      await visitor.submit(path, path, fields);
      if (index % 8 === 0 && (await visitor.post(path, fields)).page.includes('Takk for svaret'))
        answeredTwice += 1;
    }
    await owner.query(`update survey.survey set state = 'closing' where id = $1`, [id]);
    await until('the survey is closed', async () => (await survey()).state === 'closed');
    const { answered } = await survey();
    step(`${answered} answers are counted, and the answers themselves are gone`);
    return { answered, answeredTwice };
  });
}
