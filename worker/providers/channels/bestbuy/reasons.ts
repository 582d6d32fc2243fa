import * as v from 'valibot'
import type { CancelReason, ChannelRefund } from '#worker/domains/channels/ports.ts'
import { id, listOf, text } from '#worker/providers/channels/lenient.ts'
import type { Mirakl } from './call-mirakl.ts'
import { expected } from './expected.ts'

const ReasonsAnswer = v.object({ reasons: listOf(v.object({ code: id, label: text })) })

/** Each operator has reasons of its own; they are known by words of their labels, the best first. */
const WORDS: Readonly<Record<CancelReason | ChannelRefund['reason'], readonly RegExp[]>> = {
  out_of_stock: [/out.of.stock/i, /stock|unavailable/i],
  customer_request: [
    /(client|customer|buyer).*(request|prior|before|cancel)|cancel\w* by the (client|customer|buyer)/i,
    /client|customer|buyer/i,
  ],
  cannot_ship: [/(can|could) ?no?t.*(ship|deliver)|undeliverable|address/i, /ship|deliver/i],
  pricing_error: [/pric/i],
  customer_return: [/return/i],
  damaged: [/damage|defect|broken/i],
  not_received: [/not (been )?received|lost/i],
  goodwill: [/agreement|goodwill|gesture|commercial/i],
  other: [/other/i],
}

/** The operator's code that comes nearest, its first where none does; null where it has none at all. */
export async function reasonFor(
  mirakl: Mirakl,
  type: 'CANCELATION' | 'REFUND',
  reason: CancelReason | ChannelRefund['reason'],
): Promise<string | null> {
  const { reasons } = expected(ReasonsAnswer, await mirakl({ operation: 'RE02', method: 'GET', path: `/reasons/${type}` }))
  for (const words of WORDS[reason]) {
    const found = reasons.find(({ label }) => label !== null && words.test(label))
    if (found) return found.code
  }
  return reasons[0]?.code ?? null
}
