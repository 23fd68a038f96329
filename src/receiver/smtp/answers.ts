/** A refusal as SMTP says it. Nothing of what was said to us is in it. */
function refusal(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}

/** The same for every address that is not ours, and for every token that is forged, too old or another house's. */
export const notOurs = () => refusal(550, 'There is no such mailbox here');
export const tooManyUnknown = () => refusal(421, 'Too many mailboxes that are not here');
export const tooManyOfYours = () => refusal(421, 'Too many connections of yours');
export const notNow = () => refusal(451, 'Not now, please try again later');
export const noRoom = () => refusal(452, 'Too much is coming in now, please try again later');
