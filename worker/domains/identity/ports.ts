import type { Id } from '#worker/pure/ids.ts'
import type { ScryptCost } from '#worker/pure/password-hash.ts'
import type { Surface } from '#worker/pure/permissions.ts'

/** The secret that is mixed into every password hash, so that a stolen database alone cannot be attacked. */
export type PasswordPepper = {
  readonly value: string
  /** What a hash costs; the production default unless given. */
  readonly cost?: ScryptCost
}

export type AccessClaims = {
  accountId: Id<'account'>
  sessionId: Id<'session'>
  surface: Surface
  vendorId: Id<'vendor'> | null
}

/** Makes and checks access tokens: ES256 JWTs that live ten minutes, one audience a surface. */
export type TokenIssuer = {
  issue(claims: AccessClaims, nowMs: number): Promise<{ token: string; expiresAtMs: number }>
  /** The claims of a token of ours that has not expired; null for anything else. `surface` null accepts any of ours. */
  verify(token: string, surface: Surface | null, nowMs: number): Promise<AccessClaims | null>
  /** The public keys, for `/.well-known/jwks.json`: the signing key and those still honoured. */
  publicKeys(): { keys: Record<string, unknown>[] }
}
