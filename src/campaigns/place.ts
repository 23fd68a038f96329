/** A place in a campaign's text for a recipient's own answer, and the word for whoever has not answered. */
export interface Place {
  /** As the list names the question. */
  name: string;
  fallback: string;
}

/** `{{firstname|friend}}`: a name, a bar, a word. Anything else in braces is what it looks like, and stays. */
export const PLACE = /\{\{([a-z][a-z0-9]{0,29})\|([\p{L}\p{N} .,'’-]{1,80})\}\}/gu;

/** The two halves of it alone. */
export const PLACE_NAME = /^[a-z][a-z0-9]{0,29}$/;
export const PLACE_FALLBACK = /^[\p{L}\p{N} .,'’-]{1,80}$/u;
