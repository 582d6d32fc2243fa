import { errors, importJWK, type JWK, jwtVerify, SignJWT } from 'jose'
import type { AccessClaims, TokenIssuer } from '#worker/domains/identity/ports.ts'
import { isId } from '#worker/pure/ids.ts'
import { SURFACES, type Surface } from '#worker/pure/permissions.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'

const ALGORITHM = 'ES256'
const TYPE = 'at+jwt'
export const ACCESS_LIFE_MS = 10 * MINUTE_MS

/** The private keys as configured: the first signs; those after it are still honoured, and go once their tokens are gone. */
export type PrivateKeys = { keys: { kid: string; kty: 'EC'; d: string; [member: string]: unknown }[] }

const audienceOf = (surface: Surface) => `stoa:${surface}`
const surfaceOf = (audience: unknown) => SURFACES.find((surface) => audienceOf(surface) === audience)

/**
 * Access tokens as JWTs (RFC 9068): algorithm and type are pinned, the key is chosen by `kid` from our own, and the
 * audience says on which surface the token counts.
 * @param issuer the marketplace's origin
 */
export function createTokenIssuer({ keys }: PrivateKeys, issuer: string): TokenIssuer {
  const [first] = keys
  if (!first) throw new Error('There is no key to sign tokens with')
  const publicKeys = keys.map(({ kid, kty, crv, x, y }) => ({ kid, kty, crv, x, y, alg: ALGORITHM, use: 'sig' }))
  const imported = new Map<string, ReturnType<typeof importJWK>>()
  /** Imports a key once; `private` and public halves are told apart in `name`. */
  const importOnce = (name: string, jwk: JWK) => {
    const known = imported.get(name) ?? importJWK(jwk, ALGORITHM)
    imported.set(name, known)
    return known
  }

  return {
    async issue({ accountId, sessionId, surface, vendorId }, nowMs) {
      const issuedAtS = Math.floor(nowMs / SECOND_MS)
      const expiresAtS = issuedAtS + ACCESS_LIFE_MS / SECOND_MS
      const token = await new SignJWT({ sid: sessionId, ...(vendorId ? { ven: vendorId } : {}) })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: first.kid })
        .setIssuer(issuer)
        .setAudience(audienceOf(surface))
        .setSubject(accountId)
        .setIssuedAt(issuedAtS)
        .setExpirationTime(expiresAtS)
        .sign(await importOnce('private', first as JWK))
      return { token, expiresAtMs: expiresAtS * SECOND_MS }
    },

    async verify(token, surface, nowMs) {
      try {
        const { payload } = await jwtVerify(
          token,
          async ({ kid }) => {
            const key = publicKeys.find((known) => known.kid === kid)
            if (!key) throw new errors.JWKSNoMatchingKey()
            return importOnce(key.kid, key as JWK)
          },
          {
            algorithms: [ALGORITHM],
            typ: TYPE,
            issuer,
            audience: surface ? [audienceOf(surface)] : SURFACES.map(audienceOf),
            requiredClaims: ['sub', 'sid', 'exp', 'iat'],
            currentDate: new Date(nowMs),
          },
        )
        return claimsOf(payload)
      } catch (error) {
        if (error instanceof errors.JOSEError) return null
        throw error
      }
    },

    publicKeys: () => ({ keys: publicKeys }),
  }
}

function claimsOf({ sub, sid, ven, aud }: Record<string, unknown>): AccessClaims | null {
  const surface = surfaceOf(aud)
  if (!surface || typeof sub !== 'string' || !isId('account', sub) || typeof sid !== 'string' || !isId('session', sid)) return null
  if (ven !== undefined && (typeof ven !== 'string' || !isId('vendor', ven))) return null
  if ((surface === 'vendor') !== (ven !== undefined)) return null
  return { accountId: sub, sessionId: sid, surface, vendorId: ven ?? null }
}
