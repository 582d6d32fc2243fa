import { listVendors, readVendorFacts } from '#db/platform/queries/tenancy/look-at-vendors.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { pictureUrl, showLogo } from '#worker/pure/picture.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import type { Grade } from '#worker/pure/vendor-health.ts'
import { VENDOR_STATUSES, type VendorStatus } from '#worker/pure/vendor-status.ts'

type Filter = {
  status?: VendorStatus | undefined
  q?: string | undefined
  grade?: Grade | undefined
  ids?: Id<'vendor'>[] | undefined
  sort?: 'newest' | 'health' | undefined
  cursor?: Id<'vendor'> | undefined
  limit: number
}
type Row = Awaited<ReturnType<typeof listVendors>>['rows'][number]['vendor']

const instant = (atMs: number | null) => (atMs === null ? null : toRfc3339(atMs))

const summaryOf = (row: Row) => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  status: row.status,
  provisioned: row.provisioned,
  suspendedReason: row.suspendedReason,
  declinedReason: row.declinedReason,
  reviewRequestedAt: instant(row.reviewRequestedAtMs),
  schemaVersion: row.schemaVersion,
  canReceiveTransfers: row.canReceiveTransfers,
  country: row.country,
  currency: row.currency,
  supportEmail: row.supportEmail,
  createdAt: toRfc3339(row.createdAtMs),
})

/** A page of the marketplace's vendors, newest first or by health, and how many there are in each state whatever the page is narrowed to. */
export async function readVendors(ctx: Pick<Ctx, 'platform'>, { q, cursor, limit, ...rest }: Filter) {
  const { rows, counts } = await listVendors(ctx.platform, { ...rest, words: q === '' ? undefined : q, before: cursor, limit: limit + 1 })
  const items = rows.slice(0, limit).map((row) => ({
    ...summaryOf(row.vendor),
    ownerEmail: row.ownerEmail ?? '',
    health: { score: row.score, grade: row.grade ?? ('new' as const) },
  }))
  return {
    items,
    counts: VENDOR_STATUSES.map((each) => ({ status: each, vendors: counts.find((row) => row.status === each)?.vendors ?? 0 })),
    nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
  }
}

/** One vendor as those see it who decide about it: what it is, who runs it, what it sells, and what was decided. @throws NotFound 404 */
export async function readVendorCase(ctx: Pick<Ctx, 'platform' | 'settings'>, vendorId: Id<'vendor'>) {
  const found = await readVendorFacts(ctx.platform, vendorId)
  if (!found) throw new NotFound('vendor')
  const { vendor, storefront, members, products, newest, sales, decisions } = found
  return {
    ...summaryOf(vendor),
    ownerEmail: members.find(({ accountId }) => accountId === vendor.ownerAccountId)?.email ?? '',
    tagline: storefront.tagline,
    about: storefront.about,
    policies: storefront.policies,
    logo: showLogo(storefront, vendor.name),
    shipFrom: vendor.shipFrom,
    accountRef: vendor.stripeAccountId,
    isCanary: vendor.isCanary,
    reviewedAt: instant(vendor.reviewedAtMs),
    url: `${new URL(ctx.settings.origin).protocol}//${vendor.slug}.${ctx.settings.apex}`,
    members,
    products: { published: products.published, listed: products.all },
    newest: newest.map(({ id, title, images: [cover] }) => ({
      id,
      title,
      image: cover === undefined ? null : { url: pictureUrl(cover.key), alt: cover.alt },
    })),
    sales,
    decisions: decisions.map(({ event, actorName }) => ({
      id: event.id,
      action: event.action,
      reason: typeof event.detail.reason === 'string' ? event.detail.reason : null,
      actor: event.actorId,
      actorName: actorName ?? null,
      at: toRfc3339(event.atMs),
    })),
  }
}
