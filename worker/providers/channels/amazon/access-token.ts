import * as v from 'valibot'
import { ChannelRefused, ChannelUnavailable, NotAuthorised } from '#worker/domains/channels/errors.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'
import type { AmazonConfig } from './config.ts'

type Asker = { send: typeof fetch; config: Pick<AmazonConfig, 'AMAZON_LWA_URL' | 'AMAZON_CLIENT_ID' | 'AMAZON_CLIENT_SECRET'> }
/** Who asks, and what it has asked for and was not answered yet: one of each request, for all accounts it opens. */
export type Grants = Asker & { underWay: Map<string, Promise<string>> }
export type Tokens = { accessToken: string; expiresInMs: number; refreshToken: string | null }
type Kept = { token: string; freshUntilMs: number }

const TIMEOUT_MS = 10 * SECOND_MS
/** A token is given up this long before it ends, so that no call starts with one that ends on its way. */
const EARLY_MS = 2 * MINUTE_MS
const KEPT_MAX = 500
/** Tokens of this isolate. Values only: a promise of one request must not be waited for by another. */
const kept = new Map<string, Kept>()

const Answer = v.object({
  access_token: v.pipe(v.string(), v.minLength(1)),
  expires_in: v.fallback(v.pipe(v.number(), v.minValue(1)), 3600),
  refresh_token: v.nullish(v.string()),
})
const Refusal = v.object({ error: v.string(), error_description: v.nullish(v.string()) })

/**
 * Asks Login with Amazon for tokens.
 * @throws NotAuthorised for a grant that does not hold any more, ChannelUnavailable for anything that may get better: our own
 * keys being wrong is mended by somebody, too
 */
export async function askForTokens({ send, config }: Asker, grant: Record<string, string>): Promise<Tokens> {
  const form = new URLSearchParams({ ...grant, client_id: config.AMAZON_CLIENT_ID, client_secret: config.AMAZON_CLIENT_SECRET })
  let status = 0
  let body: unknown
  try {
    const response = await send(`${config.AMAZON_LWA_URL}/auth/o2/token`, {
      method: 'POST',
      body: form,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    status = response.status
    body = await response.json()
  } catch (error) {
    throw new ChannelUnavailable('amazon', error)
  }
  const tokens = v.safeParse(Answer, body)
  if (status === 200 && tokens.success) {
    const { access_token, expires_in, refresh_token } = tokens.output
    return { accessToken: access_token, expiresInMs: expires_in * 1000, refreshToken: refresh_token ?? null }
  }
  const refusal = v.safeParse(Refusal, body)
  const word = refusal.success ? refusal.output.error : `HTTP ${status}`
  if (word === 'invalid_grant') throw new NotAuthorised('amazon', 'the authorization was withdrawn or has ended')
  if (word === 'invalid_request') throw new ChannelRefused('amazon', word, 'the authorization could not be read')
  throw new ChannelUnavailable('amazon', new Error(`the token endpoint answered ${word}`))
}

/** Gives the access token of one grant, asking at most once at a time. */
export type TokenSource = { get(): Promise<string>; renewed(refused: string): Promise<string> }

/**
 * @param grant what identifies it: the refresh token, or the scope of calls that need no seller
 * @param onRotated told of another refresh token, before the access token is used
 */
export function tokenSource(
  grants: Grants,
  { now, grant, onRotated }: { now: () => number; grant: () => Record<string, string>; onRotated: (refreshToken: string) => Promise<void> },
): TokenSource {
  const keyOf = () => `${grants.config.AMAZON_LWA_URL} ${grants.config.AMAZON_CLIENT_ID} ${Object.values(grant()).join(' ')}`
  const ask = async (key: string): Promise<string> => {
    const { accessToken, expiresInMs, refreshToken } = await askForTokens(grants, grant())
    if (refreshToken !== null && refreshToken !== grant().refresh_token) await onRotated(refreshToken)
    const fresh = { token: accessToken, freshUntilMs: now() + Math.max(expiresInMs / 2, expiresInMs - EARLY_MS) }
    // Under the old name, too: whoever was opened with the token that was replaced goes on with this one.
    for (const name of new Set([key, keyOf()])) keep(name, fresh)
    return accessToken
  }
  const askOnce = (): Promise<string> => {
    const key = keyOf()
    const asked = grants.underWay.get(key) ?? ask(key).finally(() => grants.underWay.delete(key))
    grants.underWay.set(key, asked)
    return asked
  }
  const get = async (): Promise<string> => {
    const known = kept.get(keyOf())
    return known && known.freshUntilMs > now() ? known.token : askOnce()
  }
  return {
    get,
    async renewed(refused) {
      // Somebody else may have got another one since.
      if (kept.get(keyOf())?.token === refused) kept.delete(keyOf())
      return get()
    },
  }
}

function keep(key: string, value: Kept): void {
  kept.delete(key)
  kept.set(key, value)
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_MAX) break
    kept.delete(oldest)
  }
}
