import { m } from '#messages'
import {
  Activity,
  BookOpenText,
  ChartColumn,
  ClipboardCheck,
  FileText,
  Flag,
  FolderTree,
  Globe,
  HandCoins,
  House,
  Layers,
  ListChecks,
  Mails,
  MailWarning,
  Package,
  Percent,
  Scale,
  ScrollText,
  SlidersHorizontal,
  Star,
  Store,
  ToggleRight,
  Undo2,
  UserRoundCog,
  UsersRound,
} from '#web/ui/icons.ts'
import type { PortalLink, PortalSection } from '#web/ui/portal-frame.tsx'
import { isAllowed, type Permission, type Role } from '#worker/pure/permissions.ts'
import type { Summary } from './admin-words.ts'

/** A page of the console: whom it is for, and how many things wait there. */
type Way = Omit<PortalLink, 'text' | 'count'> & {
  text: () => string
  permission: Permission
  count?: (summary: Summary) => number | null
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
      {
        to: '/admin/payouts',
        text: m.admin_nav_payouts,
        icon: HandCoins,
        key: 'p',
        permission: 'platform:finance',
        count: ({ failedPayouts }) => failedPayouts,
      },
      {
        to: '/admin/disputes',
        text: m.disputes_nav,
        icon: Scale,
        key: 'c',
        permission: 'platform:disputes',
        count: ({ disputes }) => disputes,
      },
      { to: '/admin/refunds', text: m.refunds_nav, icon: Undo2, permission: 'platform:finance' },
      { to: '/admin/ledger', text: m.admin_nav_ledger, icon: BookOpenText, key: 'l', permission: 'platform:finance' },
      { to: '/admin/statements', text: m.settlement_nav_statements, icon: FileText, permission: 'platform:finance' },
      {
        to: '/admin/reconciliation',
        text: m.settlement_nav_reconciliation,
        icon: ListChecks,
        permission: 'platform:reconcile',
        count: ({ exceptions }) => exceptions,
      },
      { to: '/admin/reports', text: m.settlement_nav_reports, icon: ChartColumn, permission: 'platform:reports' },
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
        count: ({ vendors }) => vendors,
      },
    ],
  },
  {
    key: 'trust',
    title: m.admin_nav_group_trust,
    ways: [
      {
        to: '/admin/moderation',
        text: m.trust_nav_moderation,
        icon: Flag,
        key: 'm',
        permission: 'platform:moderate',
        count: ({ moderation }) => moderation,
      },
      { to: '/admin/reviews', text: m.trust_nav_reviews, icon: Star, permission: 'platform:moderate' },
      { to: '/admin/buyers', text: m.trust_nav_buyers, icon: UsersRound, key: 'b', permission: 'platform:buyers' },
      { to: '/admin/categories', text: m.trust_nav_categories, icon: FolderTree, permission: 'platform:catalog' },
    ],
  },
  {
    key: 'platform',
    title: m.admin_nav_group_platform,
    ways: [
      { to: '/admin/plans', text: m.platform_nav_plans, icon: Layers, key: 'n', permission: 'platform:finance' },
      { to: '/admin/markets', text: m.platform_nav_markets, icon: Globe, key: 'k', permission: 'platform:finance' },
      { to: '/admin/settings', text: m.platform_nav_settings, icon: SlidersHorizontal, key: 's', permission: 'platform:finance' },
      { to: '/admin/flags', text: m.platform_nav_flags, icon: ToggleRight, key: 'f', permission: 'platform:operate' },
      { to: '/admin/mails', text: m.platform_nav_mails, icon: Mails, key: 'e', permission: 'platform:settings' },
      {
        to: '/admin/dead-letters',
        text: m.admin_nav_letters,
        icon: MailWarning,
        key: 'd',
        permission: 'platform:operate',
        count: ({ deadLetters }) => deadLetters,
      },
      {
        to: '/admin/approvals',
        text: m.audit_nav_approvals,
        icon: ClipboardCheck,
        key: 'a',
        permission: 'approvals:read',
        count: ({ approvals }) => approvals,
      },
      { to: '/admin/people', text: m.audit_nav_people, icon: UserRoundCog, key: 't', permission: 'people:manage' },
      { to: '/admin/audit', text: m.audit_nav_log, icon: ScrollText, key: 'u', permission: 'audit:read' },
      {
        to: '/admin/health',
        text: m.audit_nav_health,
        icon: Activity,
        permission: 'platform:operate',
        count: ({ alarms }) => alarms,
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
