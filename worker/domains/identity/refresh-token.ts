import type { Ctx } from '#worker/domains/ctx.ts'
import { isSigned, newSecret, sha256Hex, sign } from '#worker/pure/hash.ts'
import { type Id, isId } from '#worker/pure/ids.ts'

/**
 * A refresh token is `<session>.<secret>.<seal>`. The first secret is 256 bits of chance; each later one follows from the
 * one before by a key of ours. So whoever presents the last secret twice can be given the same next one twice, which is
 * what a lost reply needs, and the database never holds more than the hash of the current one. The seal tells a token we
 * made from one somebody invented, so that only a real old one counts as theft.
 */
export type RefreshToken = { sessionId: Id<'session'>; secret: string }

type Key = Pick<Ctx, 'linkKey'>

/** A new session's first secret. */
export const firstSecret = (): string => newSecret()

/** The secret that follows. */
export const nextSecret = ({ linkKey }: Key, { sessionId, secret }: RefreshToken): Promise<string> =>
  sign(linkKey, 'refresh.next', `${sessionId}.${secret}`)

/** What the database holds of a secret. */
export const hashOfSecret = (secret: string): Promise<string> => sha256Hex(secret)

export async function writeRefreshToken({ linkKey }: Key, { sessionId, secret }: RefreshToken): Promise<string> {
  return `${sessionId}.${secret}.${await sign(linkKey, 'refresh.seal', `${sessionId}.${secret}`)}`
}

/** The halves of a token we made; null for anything else. */
export async function readRefreshToken({ linkKey }: Key, text: string): Promise<RefreshToken | null> {
  const [sessionId = '', secret = '', seal = '', ...rest] = text.split('.')
  if (rest.length > 0 || !isId('session', sessionId)) return null
  return (await isSigned(linkKey, 'refresh.seal', `${sessionId}.${secret}`, seal)) ? { sessionId, secret } : null
}
