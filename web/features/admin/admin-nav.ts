import { m } from '#messages'
import { BookOpenText, HandCoins, House, MailWarning, Package, Percent, Store } from '#web/ui/icons.ts'
import type { PortalLink, PortalSection } from '#web/ui/portal-frame.tsx'
import { isAllowed, type Permission, type Role } from '#worker/pure/permissions.ts'
import type { Summary } from './admin-words.ts'

/** A page of the console: whom it is for, and how many things wait there. */
type Way = Omit<PortalLink, 'text' | 'count'> & {
  text: () => string
  permission: Permission
  count?: (summary: Summary) => number | undefined
}
type Group = { key: string; title: (() => string) | null; ways: Way[] }

/** Every page of the console by its part of the work, in the order somebody would look for it. */
const GROUPS: Group[] = [
  {
    key: 'overview',
    title: null,
    ways: [{ to: '/admin', text: m.admin_nav_overview, icon: House, key: 'h', isExact: true, permission: 'platform:read' }],
  },
  {
    key: 'sales',
    title: m.admin_nav_group_sales,
    ways: [{ to: '/admin/orders', text: m.admin_nav_orders, icon: Package, key: 'o', permission: 'platform:orders' }],
  },
  {
    key: 'money',
    title: m.admin_nav_group_money,
    ways: [
      { to: '/admin/payouts', text: m.admin_nav_payouts, icon: HandCoins, key: 'p', permission: 'platform:finance' },
      { to: '/admin/ledger', text: m.admin_nav_ledger, icon: BookOpenText, key: 'l', permission: 'platform:finance' },
      { to: '/admin/commission', text: m.commission_nav, icon: Percent, key: 'r', permission: 'platform:finance' },
    ],
  },
  {
    key: 'stores',
    title: m.admin_nav_group_stores,
    ways: [
      {
        to: '/admin/vendors',
        text: m.admin_nav_vendors,
        icon: Store,
        key: 'v',
        permission: 'platform:read',
        count: ({ vendors }) => vendors?.inReview,
      },
    ],
  },
  { key: 'trust', title: m.admin_nav_group_trust, ways: [] },
  {
    key: 'platform',
    title: m.admin_nav_group_platform,
    ways: [
      {
        to: '/admin/dead-letters',
        text: m.admin_nav_letters,
        icon: MailWarning,
        key: 'd',
        permission: 'platform:operate',
        count: ({ deadLetters }) => deadLetters ?? undefined,
      },
    ],
  },
]

/** The parts a role may see, with what waits in each. @param summary null where it could not be read: nothing is counted then */
export function adminSections(role: Role, summary: Summary | null): PortalSection[] {
  return GROUPS.map(({ key, title, ways }) => ({
    key,
    title: title?.() ?? null,
    links: ways
      .filter(({ permission }) => isAllowed(role, permission))
      .map(({ permission: _, text, count, ...way }) => ({
        ...way,
        text: text(),
        count: summary === null ? 0 : (count?.(summary) ?? 0),
      })),
  })).filter(({ links }) => links.length > 0)
}
