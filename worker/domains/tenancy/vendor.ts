import { Problem } from '#worker/pure/problem.ts'
import type { VendorStatus } from '#worker/pure/vendor-status.ts'

/**
 * INV-TEN-1: a vendor has one database, whose name follows from the vendor's id.
 * INV-TEN-2: slugs are unique, and none is a name the marketplace uses itself.
 * INV-TEN-3: provisioning only moves forward: none -> database -> migrated -> seeded -> ready.
 * INV-TEN-4: nothing sells before somebody of the marketplace has looked at it; the moves are in `pure/vendor-status.ts`.
 */
export const SLUG = /^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$/

/** Labels below the apex that are ours, or that a buyer would take for ours. */
const RESERVED = new Set(
  'account accounts admin api app apps assets auth blog cart cdn checkout dashboard dev docs ftp help images img login mail my ns1 ns2 pay payments public root s secure shop signup smtp sso staging static status stoa store support test vendor vendors webhook webhooks www'.split(
    ' ',
  ),
)

export const isReservedSlug = (slug: string): boolean => RESERVED.has(slug) || slug.startsWith('xn--')

/** 409: another store has the name, or it is one of ours. */
export class SlugTaken extends Problem {
  constructor(slug: string) {
    super('slug_taken', 409, `The store address "${slug}" is taken.`, { errors: [{ pointer: '/slug', detail: 'Taken. Choose another.' }] })
  }
}

/** 403: a store is opened by somebody whose e-mail address we know to be theirs. */
export class EmailNotVerified extends Problem {
  constructor() {
    super('email_not_verified', 403, 'Confirm your e-mail address first; we sent you a link.')
  }
}

/** 409: the store's database is still being made. */
export class StillProvisioning extends Problem {
  constructor() {
    super('still_provisioning', 409, 'This store is still being set up. Try again in a moment.', { retryAfterS: 2 })
  }
}

/** 409: the store is not where this decision starts from. */
export class WrongVendorStatus extends Problem {
  constructor(from: VendorStatus, to: VendorStatus) {
    super('wrong_vendor_status', 409, `A store that is ${from.replace('_', ' ')} cannot become ${to.replace('_', ' ')} by this.`, {
      extensions: { vendorStatus: from },
    })
  }
}

/** The name of a vendor's database at Turso: lower-case letters, digits and dashes, at most 64. */
export const databaseNameOf = (vendorId: string): string => vendorId.toLowerCase().replace('_', '-')
