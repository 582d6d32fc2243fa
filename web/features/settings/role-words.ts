import { m } from '#messages'
import type { Permission, Role } from '#worker/pure/permissions.ts'

export const VENDOR_ROLES = [
  'vendor_owner',
  'vendor_manager',
  'vendor_fulfilment',
  'vendor_support',
  'vendor_analyst',
] as const satisfies readonly Role[]
export type VendorRole = (typeof VENDOR_ROLES)[number]

export const ROLE_WORDS: Record<VendorRole, () => string> = {
  vendor_owner: () => m.store_settings_role_owner(),
  vendor_manager: () => m.store_settings_role_manager(),
  vendor_fulfilment: () => m.store_settings_role_fulfilment(),
  vendor_support: () => m.store_settings_role_support(),
  vendor_analyst: () => m.store_settings_role_analyst(),
}

/** What a role may do, in the words of somebody who hands one out; the permission decides. */
export const ABILITIES: { permission: Permission; text: () => string }[] = [
  { permission: 'orders:read', text: () => m.store_settings_can_orders() },
  { permission: 'orders:fulfil', text: () => m.store_settings_can_ship() },
  { permission: 'orders:cancel', text: () => m.store_settings_can_cancel() },
  { permission: 'catalog:write', text: () => m.store_settings_can_products() },
  { permission: 'inventory:adjust', text: () => m.store_settings_can_stock() },
  { permission: 'finance:read', text: () => m.store_settings_can_money() },
  { permission: 'vendor:settings', text: () => m.store_settings_can_settings() },
  { permission: 'finance:connect', text: () => m.store_settings_can_payouts() },
  { permission: 'vendor:members', text: () => m.store_settings_can_members() },
]
