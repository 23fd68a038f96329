/** A page for staff was asked for without a session: the visitor is shown the way to the sign-in page. */
export class SignInFirst extends Error {}
