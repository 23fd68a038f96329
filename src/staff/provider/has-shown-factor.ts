/** RFC 8176: several factors, a one-time code, a key in hardware. Not a code by SMS, nor a fingerprint alone. */
const STRONG_METHODS = new Set(['mfa', 'otp', 'hwk']);
/** OpenID Connect EAP ACR Values 1.0: resistant to phishing, in hardware or not; and the older word for several. */
const STRONG_CLASSES = new Set([
  'phr',
  'phrh',
  'http://schemas.openid.net/pape/policies/2007/06/multi-factor',
]);

/** Whether an ID token says that more than a password was shown. */
export function hasShownFactor({ amr, acr }: Readonly<Record<string, unknown>>): boolean {
  const methods: unknown[] = Array.isArray(amr) ? amr : [];
  return (
    methods.some((method) => typeof method === 'string' && STRONG_METHODS.has(method)) ||
    (typeof acr === 'string' && STRONG_CLASSES.has(acr))
  );
}
