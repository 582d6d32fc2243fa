import type { Id } from '#worker/pure/ids.ts'
import type { Role, Surface } from '#worker/pure/permissions.ts'

/** Who is calling, as far as a verified session says. */
export type Principal =
  | { kind: 'anonymous'; role: 'anonymous' }
  | {
      kind: 'account'
      accountId: Id<'account'>
      sessionId: Id<'session'>
      email: string
      isEmailVerified: boolean
      surface: Surface
      role: Exclude<Role, 'anonymous'>
      /** The vendor the caller acts for; only on the vendor surface. */
      vendorId: Id<'vendor'> | null
    }

export const ANONYMOUS: Principal = { kind: 'anonymous', role: 'anonymous' }

/** Names the caller in logs, audit rows and timelines: an account id, or `anonymous`. */
export function actorOf(principal: Principal): string {
  return principal.kind === 'account' ? principal.accountId : 'anonymous'
}
