/** A reason not to start that is told in its own words: printed as it stands, without a stack. */
export class Refusal extends Error {
  override name = 'Refusal';
}
