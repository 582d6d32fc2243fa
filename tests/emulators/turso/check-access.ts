import type { DatabaseRecord, Registry } from './registry.ts'
import { readToken, type TokenClaims } from './tokens.ts'

/** The request carries no token that opens this database: 401 with the server's message. */
export class AuthFailed extends Error {}

export type Access = { readonly mayWrite: boolean }

const FULL: Access = { mayWrite: true }
const READ_ONLY: Access = { mayWrite: false }
/** Verified tokens kept, so that the hot path does not compute a signature per request. */
const VERIFIED_MAX = 2_000

/** Decides what a bearer token may do to one database. */
export class AccessCheck {
  readonly #registry: Registry
  readonly #verified = new Map<string, TokenClaims>()

  constructor(registry: Registry) {
    this.#registry = registry
  }

  /** @throws AuthFailed for a missing, forged, expired or rotated token, and for one of another database. */
  check(header: string | undefined, record: DatabaseRecord): Access {
    if (header === undefined) throw new AuthFailed('The `Authorization` HTTP header is required but was not specified')
    const [scheme, token] = header.split(' ')
    if (scheme?.toLowerCase() !== 'bearer') {
      throw new AuthFailed('The authentication scheme in the `Authorization` HTTP header is not supported')
    }
    if (token === undefined || token === '') throw new AuthFailed('Authentication is required but no JWT was specified')
    if (record.token !== undefined && token === record.token) return FULL
    return this.#ofClaims(this.#read(token), record)
  }

  #read(token: string): TokenClaims {
    const known = this.#verified.get(token)
    if (known) return known
    const claims = readToken(token, this.#registry.key)
    if (!claims) throw new AuthFailed('The JWT is invalid')
    if (this.#verified.size >= VERIFIED_MAX) this.#verified.clear()
    this.#verified.set(token, claims)
    return claims
  }

  #ofClaims(claims: TokenClaims, record: DatabaseRecord): Access {
    if (claims.exp !== undefined && claims.exp * 1000 <= Date.now()) throw new AuthFailed('The JWT has expired')
    const group = this.#registry.groups.get(record.group)
    const opensDatabase = claims.id === record.id && claims.rid === record.rid
    const opensGroup = group !== undefined && claims.gid === group.uuid && claims.rid === group.rid
    if (!opensDatabase && !opensGroup) throw new AuthFailed('The JWT is invalid')
    return claims.a === 'rw' ? FULL : READ_ONLY
  }

  forget(): void {
    this.#verified.clear()
  }
}
