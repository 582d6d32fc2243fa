import * as v from 'valibot'
import { Throttled } from '#worker/domains/channels/errors.ts'
import type { ChannelSession, Grant } from '#worker/domains/channels/ports.ts'
import { id, listOf, text } from '#worker/providers/channels/lenient.ts'
import type { Mirakl } from './call-mirakl.ts'
import { expected } from './expected.ts'

const AccountAnswer = v.object({
  shop_id: id,
  shop_name: text,
  currency_iso_code: v.string(),
  channels: listOf(v.string()),
  shop_state: text,
})
const CarriersAnswer = v.object({ carriers: listOf(v.object({ code: id, label: text })) })

/** A carrier the channel knows, for which a tracking number is enough. */
export type Carrier = { code: string; label: string }
const CARRIERS_KEPT = 200

/** Reads the account (A01) and the carriers it may name (SH21). */
export async function readAccount(mirakl: Mirakl): Promise<Pick<Grant, 'accountRef' | 'accountName' | 'details'>> {
  const account = expected(AccountAnswer, await mirakl({ operation: 'A01', method: 'GET', path: '/account' }))
  const { carriers } = expected(CarriersAnswer, await mirakl({ operation: 'SH21', method: 'GET', path: '/shipping/carriers' }))
  const known: Carrier[] = carriers.slice(0, CARRIERS_KEPT).map((carrier) => ({ code: carrier.code, label: carrier.label ?? carrier.code }))
  const accountName = account.shop_name ?? `Shop ${account.shop_id}`
  return {
    accountRef: account.shop_id,
    accountName,
    details: {
      shopId: account.shop_id,
      shopName: accountName,
      shopState: account.shop_state ?? '',
      currency: account.currency_iso_code,
      channels: account.channels.join(','),
      carriers: JSON.stringify(known),
    },
  }
}

/** Whether the key still works. The account itself may be read a few times a day only; past that an offer does. */
export async function verifyAccount(
  mirakl: Mirakl,
  details: Record<string, string>,
): Promise<Awaited<ReturnType<ChannelSession['verify']>>> {
  try {
    const { accountName, details: read } = await readAccount(mirakl)
    return { accountName, details: read }
  } catch (error) {
    if (!(error instanceof Throttled)) throw error
    await mirakl({ operation: 'OF21', method: 'GET', path: '/offers', query: { max: 1 } })
    return { accountName: details.shopName ?? '', details }
  }
}

/** The carriers as they were when the account was read. */
export function carriersOf(details: Record<string, string>): Carrier[] {
  const read = v.safeParse(v.array(v.object({ code: v.string(), label: v.string() })), parsed(details.carriers))
  return read.success ? read.output : []
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '[]')
  } catch {
    return []
  }
}
