import { createHmac, timingSafeEqual } from 'node:crypto'

export type Access = 'full-access' | 'read-only'

export type TokenClaims = {
  /** `rw` or `ro`. */
  readonly a: 'rw' | 'ro'
  /** Id of the one database it opens, or of the group whose databases it opens. */
  readonly id?: string
  readonly gid?: string
  /** The key generation it was minted under: rotating the keys ends it. */
  readonly rid: string
  readonly iat: number
  /** Unix seconds; absent when it never expires. */
  readonly exp?: number
}

const HEADER = base64url(JSON.stringify({ alg: 'HS256', typ: 'JWT' }))
const EXPIRATION = /^(?:\d+[wdhms])+$/
const SECONDS: Record<string, number> = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 }

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}

function sign(signed: string, key: string): Buffer {
  return createHmac('sha256', key).update(signed).digest()
}

export function mintToken(claims: TokenClaims, key: string): string {
  const signed = `${HEADER}.${base64url(JSON.stringify(claims))}`
  return `${signed}.${sign(signed, key).toString('base64url')}`
}

/** The claims of a token this server signed; undefined for any other string. Does not look at the expiry. */
export function readToken(token: string, key: string): TokenClaims | undefined {
  const [header, payload, signature, more] = token.split('.')
  if (header === undefined || payload === undefined || signature === undefined || more !== undefined) return undefined
  const given = Buffer.from(signature, 'base64url')
  const expected = sign(`${header}.${payload}`, key)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as TokenClaims
}

/** Reads `never` or a span such as `2w1d30m` to seconds; undefined for never. @throws RangeError for anything else. */
export function readExpiration(text: string): number | undefined {
  if (text === 'never' || text === '' || text === 'none') return undefined
  if (!EXPIRATION.test(text)) throw new RangeError('Invalid expiration format')
  let seconds = 0
  for (const [, amount, unit] of text.matchAll(/(\d+)([wdhms])/g)) seconds += Number(amount) * (SECONDS[unit ?? ''] ?? 0)
  return seconds
}
