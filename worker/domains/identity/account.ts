import type { Role, Surface } from '#worker/pure/permissions.ts'
import { Problem } from '#worker/pure/problem.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'
import type { VendorStatus } from '#worker/pure/vendor-status.ts'

/**
 * INV-IDN-1: a session opens only for an account whose address is confirmed and which is not disabled.
 * INV-IDN-2: a role is read from the database at every request, so a downgrade counts at once.
 * INV-IDN-3: a link from a mail works once, for the account and the purpose it was made for, until it expires or the
 *   password or address of the account changes.
 * INV-IDN-4: a vendor always has an owner.
 * INV-IDN-5: nothing a stranger can ask tells whether an address has an account.
 * INV-IDN-6: an account that keeps postal addresses has exactly one that is meant first.
 */

/** A session ends this long after log-in, and sooner if it is not used. A device signs in again once a month. */
export const SESSION_LIFE_MS = 30 * DAY_MS
export const SESSION_IDLE_MS = 14 * DAY_MS
/** Within this time the refresh secret before the current one gets the current one again: its reply may have been lost. */
export const ROTATION_GRACE_MS = 10 * SECOND_MS

/** How long a link in a mail works. */
export const LINK_LIFE_MS = {
  verify_email: DAY_MS,
  reset_password: 30 * MINUTE_MS,
  change_email: HOUR_MS,
  invitation: 7 * DAY_MS,
} as const

/** Wrong passwords one account takes in a window, wherever they come from, and mails one address gets. */
export const GUESSES_PER_WINDOW = 100
export const MAILS_PER_WINDOW = 5
export const WINDOW_MS = HOUR_MS

/** As every address is stored and compared. */
export const normalEmail = (email: string): string => email.trim().toLowerCase()

type Standing = {
  account: { platformRole: Extract<Role, `platform_${string}` | 'support_rep'> | null }
  memberRole: Extract<Role, `vendor_${string}`> | null
  vendorStatus: VendorStatus | null
}

/**
 * The role somebody has on a surface; null if they have no business there. While a store is suspended its leaders may do
 * what a packer may: ship the orders it has, and change nothing else.
 */
export function roleOn(surface: Surface, { account, memberRole, vendorStatus }: Standing): Exclude<Role, 'anonymous'> | null {
  if (surface === 'shop') return 'buyer'
  if (surface === 'vendor') {
    const leads = memberRole === 'vendor_owner' || memberRole === 'vendor_manager'
    return leads && vendorStatus === 'suspended' ? 'vendor_fulfilment' : memberRole
  }
  if (surface === 'admin') return account.platformRole === 'support_rep' ? null : account.platformRole
  return account.platformRole === 'support_rep' || account.platformRole === 'platform_admin' ? account.platformRole : null
}

/** 401: one answer for every reason, so that it tells nothing about the account. */
export class WrongCredentials extends Problem {
  constructor() {
    super('wrong_credentials', 401, 'The e-mail address or the password is wrong, or the address is not confirmed yet.')
  }
}

/** 403: the password given to confirm a change is not the account's. */
export class WrongPassword extends Problem {
  constructor() {
    super('wrong_password', 403, 'This is not your current password.')
  }
}

/** 429: too many wrong passwords for this address; a new password by mail still works. */
export class TooManyGuesses extends Problem {
  constructor(retryAfterS: number) {
    super('too_many_guesses', 429, 'Too many wrong passwords for this address. Wait, or set a new password by mail.', { retryAfterS })
  }
}

/** 410: a link that was used, has expired, or never was one of ours for this. */
export class LinkDead extends Problem {
  constructor() {
    super('link_dead', 410, 'This link no longer works. Ask for a new one.')
  }
}

/** 401: the refresh token is unknown, expired, revoked or was used before. */
export class SessionEnded extends Problem {
  constructor() {
    super('session_ended', 401, 'This session has ended. Sign in again.')
  }
}

/** 403: the account has no role on the surface it asked for. */
export class NoRoleThere extends Problem {
  constructor() {
    super('no_role_there', 403, 'You have no role there.')
  }
}

/** 409: somebody else's account has the address by now. */
export class EmailTaken extends Problem {
  constructor() {
    super('email_taken', 409, 'Another account uses this address.')
  }
}

/** 409: the vendor would be left without an owner. */
export class LastOwner extends Problem {
  constructor() {
    super('last_owner', 409, 'A store needs an owner. Make somebody else an owner first.')
  }
}
