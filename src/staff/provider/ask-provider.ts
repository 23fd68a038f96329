import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
} from 'openid-client';
import type { Provider } from '../../platform/config/provider-settings.js';
import { hasShownFactor } from './has-shown-factor.js';

/** What binds one attempt to the browser that began it. */
export interface AttemptSecrets {
  state: string;
  nonce: string;
  verifier: string;
}

/** Whom the provider vouches for. */
export interface ProvenPerson {
  issuer: string;
  subject: string;
  /** Whether the provider says that a second factor was shown there. */
  strong: boolean;
  /** The address, asked for only when it is needed; undefined where the provider has not verified it. */
  verifiedEmail: () => Promise<string | undefined>;
}

const TIMEOUT_SECONDS = 5;
const KNOWN_FOR_MS = 3_600_000;

/**
 * OpenID Connect Core 1.0, authorization code flow with PKCE (RFC 7636, S256), state, nonce and the issuer's name in
 * the answer (RFC 9207). Nothing is connected to before somebody presses the button.
 */
export class AskProvider {
  #known: { configuration: Configuration; until: number } | undefined;

  constructor(readonly provider: Provider) {}

  /** Where the browser is to go. @throws when the provider is away or says what it may not */
  async whereTo(attempt: AttemptSecrets, redirectUri: string): Promise<URL> {
    return buildAuthorizationUrl(await this.#configuration(), {
      redirect_uri: redirectUri,
      scope: 'openid email',
      code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
      state: attempt.state,
      nonce: attempt.nonce,
    });
  }

  /** @param answer our own address with the query that the browser came back with. @throws as {@link whereTo} */
  async whoCame(attempt: AttemptSecrets, answer: URL): Promise<ProvenPerson> {
    const configuration = await this.#configuration();
    const tokens = await authorizationCodeGrant(configuration, answer, {
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      pkceCodeVerifier: attempt.verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    return {
      issuer: claims.iss,
      subject: claims.sub,
      strong: hasShownFactor(claims),
      verifiedEmail: async () => {
        const said =
          claims.email === undefined
            ? await fetchUserInfo(configuration, tokens.access_token, claims.sub)
            : claims;
        // Only the word true: a provider that does not check may leave it out, or write what it likes.
        return said.email_verified === true && typeof said.email === 'string' ? said.email : undefined;
      },
    };
  }

  async #configuration(): Promise<Configuration> {
    if (this.#known && this.#known.until > Date.now()) return this.#known.configuration;
    const { issuer, clientId, clientSecret } = this.provider;
    const configuration = await discovery(issuer, clientId, undefined, authenticate(clientSecret), {
      timeout: TIMEOUT_SECONDS,
      execute: [
        // The token's signature too, not only the connection that it came by.
        enableNonRepudiationChecks,
        ...(issuer.protocol === 'http:' ? [allowInsecureRequests] : []),
      ],
    });
    this.#known = { configuration, until: Date.now() + KNOWN_FOR_MS };
    return configuration;
  }
}

/** In the header, as every provider should take it (RFC 6749 § 2.3.1); in the form where it takes nothing else. */
function authenticate(secret: string): ClientAuth {
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const taken = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (taken.includes('client_secret_basic') ? basic : post)(server, client, body, headers);
  };
}
