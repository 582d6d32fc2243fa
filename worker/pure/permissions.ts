/** Everybody who can call us. A caller has one role at a time: the role of the surface their token was issued for. */
export const ROLES = [
  'anonymous',
  'buyer',
  'vendor_owner',
  'vendor_manager',
  'vendor_fulfilment',
  'vendor_analyst',
  'vendor_support',
  'platform_admin',
  'platform_finance',
  'platform_moderator',
  'support_rep',
] as const
export type Role = (typeof ROLES)[number]

/** Where a token may be used; it is the token's audience. */
export const SURFACES = ['shop', 'vendor', 'admin', 'support'] as const
export type Surface = (typeof SURFACES)[number]

/** Where a store works besides `/vendor`: its accounts at other marketplaces. */
const VENDOR_PARTS = ['vendor', 'platforms', 'sync', 'channel-listings', 'channel-orders', 'channel-conflicts']
/** True for the paths of the API that need a token of the vendor's surface. */
export const isVendorPath = (path: string): boolean => VENDOR_PARTS.includes(path.replace(/^\/api\/v1\//, '').split('/')[0] ?? '')

const VENDOR_ALL: readonly Role[] = ['vendor_owner', 'vendor_manager', 'vendor_fulfilment', 'vendor_analyst', 'vendor_support']
const VENDOR_LEAD: readonly Role[] = ['vendor_owner', 'vendor_manager']
const SIGNED_IN: readonly Role[] = ROLES.filter((role) => role !== 'anonymous')

/**
 * The one permission table: who may do what. Every route names one row; a route that names none does not compile, and a
 * role that is not listed is refused.
 */
export const PERMISSIONS = {
  /** No look at who is calling at all: the cheapest kind of route. */
  public: ROLES,
  /** Anybody, but who they are matters: their cart, their own order by a signed link. */
  'shop:use': ['anonymous', 'buyer'],
  'account:self': SIGNED_IN,
  'orders:own': ['buyer'],
  'shop:report': ['buyer'],
  'reviews:own': ['buyer'],
  'vendor:register': ['buyer'],
  'vendor:read': VENDOR_ALL,
  'vendor:settings': VENDOR_LEAD,
  'vendor:members': ['vendor_owner'],
  'catalog:read': VENDOR_ALL,
  'catalog:write': VENDOR_LEAD,
  'reviews:answer': ['vendor_owner', 'vendor_manager', 'vendor_support'],
  'inventory:read': VENDOR_ALL,
  'inventory:adjust': ['vendor_owner', 'vendor_manager', 'vendor_fulfilment'],
  'orders:read': VENDOR_ALL,
  'orders:fulfil': ['vendor_owner', 'vendor_manager', 'vendor_fulfilment'],
  'orders:cancel': ['vendor_owner', 'vendor_manager', 'vendor_support'],
  'orders:refund': ['vendor_owner', 'vendor_manager', 'vendor_support'],
  'finance:read': ['vendor_owner', 'vendor_manager', 'vendor_analyst'],
  'finance:connect': ['vendor_owner'],
  'vendor:plan': ['vendor_owner'],
  'channels:read': VENDOR_ALL,
  'channels:manage': VENDOR_LEAD,
  /** Hands an account at a channel to the store, or takes it back. */
  'channels:connect': VENDOR_LEAD,
  'disputes:read': ['vendor_owner', 'vendor_manager', 'vendor_analyst', 'vendor_support'],
  'disputes:answer': ['vendor_owner', 'vendor_manager', 'vendor_support'],
  'platform:read': ['platform_admin', 'platform_finance', 'platform_moderator'],
  'platform:vendors': ['platform_admin', 'platform_moderator'],
  'platform:catalog': ['platform_admin', 'platform_moderator'],
  'platform:moderate': ['platform_admin', 'platform_moderator'],
  'platform:buyers': ['platform_admin', 'platform_moderator'],
  'platform:finance': ['platform_admin', 'platform_finance'],
  'platform:disputes': ['platform_admin', 'platform_finance'],
  'platform:reconcile': ['platform_admin', 'platform_finance'],
  'platform:reports': ['platform_admin', 'platform_finance'],
  'platform:rates': ['platform_admin'],
  'platform:operate': ['platform_admin'],
  'platform:orders': ['platform_admin', 'platform_finance', 'support_rep'],
  'refunds:create': ['platform_admin', 'platform_finance', 'support_rep'],
  'approvals:read': ['platform_admin', 'platform_finance'],
  /** Which of them may decide what: `pure/approval.ts`. */
  'approvals:decide': ['platform_admin', 'platform_finance'],
  'approvals:money': ['platform_admin', 'platform_finance'],
  'approvals:people': ['platform_admin'],
  'audit:read': ['platform_admin', 'platform_finance'],
  'audit:verify': ['platform_admin', 'platform_finance'],
  'people:manage': ['platform_admin'],
  'platform:settings': ['platform_admin'],
} as const satisfies Record<string, readonly Role[]>
export type Permission = keyof typeof PERMISSIONS

/** True if the role is listed for the permission; unknown permissions allow nobody. */
export function isAllowed(role: Role, permission: Permission): boolean {
  const roles: readonly Role[] = Object.hasOwn(PERMISSIONS, permission) ? PERMISSIONS[permission] : []
  return roles.includes(role)
}
