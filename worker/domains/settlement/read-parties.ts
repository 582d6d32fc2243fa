import { findBilledVendor } from '#db/platform/queries/settlement/vendors.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { readSetting } from '#worker/domains/settings/read-setting.ts'
import type { Party } from '#worker/pure/commission-invoice.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'

/** The marketplace as it stands on statements and invoices. */
export async function readIssuer(ctx: Pick<Ctx, 'platform' | 'now'>): Promise<Party> {
  const [{ name, address, country }, registrations] = await Promise.all([readSetting(ctx, 'company'), readSetting(ctx, 'taxRegistrations')])
  const registration = registrations.find((each) => each.country === country)?.number ?? ''
  return { name, lines: [...address.split('\n').filter((line) => line.trim() !== ''), country], country, registration }
}

/** A vendor as it stands on statements and invoices. @throws NotFound 404 */
export async function readRecipient(ctx: Pick<Ctx, 'platform'>, vendorId: Id<'vendor'>): Promise<Party> {
  const found = await findBilledVendor(ctx.platform, vendorId)
  if (!found) throw new NotFound('store')
  const { name, country, shipFrom: from } = found
  const lines = from
    ? [from.line1, from.line2, [from.postalCode, from.city, from.region].filter(Boolean).join(' '), from.country]
    : [country]
  return { name, lines: lines.filter((line): line is string => Boolean(line)), country: from?.country ?? country, registration: '' }
}
