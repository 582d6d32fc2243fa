import type { PublishedWords } from '#db/platform/queries/notifications/words.ts'
import {
  claimPlacedMails,
  type GroupFacts,
  type PlacedMail,
  readGroupFacts,
  recordPlacedMails,
} from '#db/platform/queries/notifications.ts'
import type { MessageOf } from '#queues/messages.ts'
import { statusUrl } from '#worker/domains/checkout/checkout.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { mailOnce } from '#worker/domains/identity/request-mail.ts'
import { present } from '#worker/pure/assert.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { CLAIM_LIVES_MS, handOver } from './send-mail.ts'
import { applyWords } from './words/apply-words.ts'
import { type OrderMail, writeOrderMail } from './write-order-mail.ts'

type TellCtx = Pick<Ctx, 'platform' | 'mailer' | 'linkKey' | 'settings' | 'now' | 'relay'>
/** Where else the stores that sold show their stock. */
type SoldAt = { vendorId: Id<'vendor'>; connectionId: Id<'channelConnection'> }
type Letter = { mail: PlacedMail; to: string; content: OrderMail; facts: GroupFacts }

/**
 * Tells the buyer and every store that an order was placed: claims all mails in one round trip, sends them side by side, and
 * notes in another what became of each. A mail the provider does not take, or that another delivery is sending, becomes a
 * message of its own, so that it neither holds up nor repeats the others. The mails' ids follow from the order's, so
 * telling twice sends once.
 * @returns the stores' accounts at channels, which were read on the way and are to hear of their stock
 * @throws NotFound for a checkout that is not there
 */
export async function tellOrderPlaced(
  ctx: TellCtx,
  { id: messageId, orderGroupId, orderIds }: Pick<MessageOf<'order_group.placed'>, 'id' | 'orderGroupId' | 'orderIds'>,
): Promise<SoldAt[]> {
  const mails = await mailsOf(orderGroupId, orderIds ?? (await standingOrders(ctx, orderGroupId)))
  const nowMs = ctx.now()
  const { claimed, sent, words, accounts, facts } = await claimPlacedMails(ctx.platform, orderGroupId, mails, {
    nowMs,
    staleMs: nowMs - CLAIM_LIVES_MS,
  })
  if (!facts) throw new NotFound('checkout')
  const letters = await Promise.all(mails.filter(({ id }) => !sent.has(id)).map((mail) => letterOf(ctx, mail, facts)))
  const results = await Promise.allSettled(
    letters.map((letter) => (claimed.has(letter.mail.id) ? send(ctx, letter, words) : Promise.reject())),
  )
  const [taken, left] = [
    letters.filter((_, index) => results[index]?.status === 'fulfilled'),
    letters.filter((_, index) => results[index]?.status === 'rejected'),
  ]
  await recordPlacedMails(ctx.platform, {
    sent: taken.map(({ mail }) => mail.id),
    unsent: left.map(({ mail }) => mail.id).filter((id) => claimed.has(id)),
    queued: await Promise.all(left.map(({ mail, to, content }) => mailOnce(mail.id, to, content, nowMs))),
    doneMessageId: messageId,
    nowMs: ctx.now(),
  })
  if (left.length > 0) ctx.relay('platform')
  return accounts
}

/** Orders that stand, for a message that does not say which. */
async function standingOrders(ctx: TellCtx, orderGroupId: Id<'orderGroup'>): Promise<Id<'order'>[]> {
  const facts = await readGroupFacts(ctx.platform, orderGroupId)
  if (!facts) throw new NotFound('checkout')
  return facts.orders.filter(({ order }) => !order.isLatePaymentRefund).map(({ order }) => order.id)
}

async function mailsOf(orderGroupId: Id<'orderGroup'>, orderIds: readonly Id<'order'>[]): Promise<PlacedMail[]> {
  return Promise.all([
    deriveId('mail', orderGroupId, 'order_placed').then((id) => ({ id, template: 'order_placed' as const, orderId: null })),
    ...orderIds.map(async (orderId) => {
      const id = await deriveId('mail', orderId, 'order_for_vendor')
      return { id, template: 'order_for_vendor' as const, orderId }
    }),
  ])
}

async function letterOf(ctx: TellCtx, mail: PlacedMail, facts: GroupFacts): Promise<Letter> {
  const { group } = facts
  if (mail.orderId === null) {
    const content = { template: 'order_placed' as const, orderGroupId: group.id, url: await statusUrl(ctx, group.id) }
    return { mail, to: group.email, content, facts }
  }
  const own = present(
    facts.orders.find(({ order }) => order.id === mail.orderId),
    'an order of the checkout',
  )
  const url = `${ctx.settings.origin}/vendor/orders/${mail.orderId}`
  const content = { template: 'order_for_vendor' as const, orderId: mail.orderId, url }
  return { mail, to: own.vendorEmail, content, facts: { group, orders: [own] } }
}

function send(ctx: TellCtx, { mail, to, content, facts }: Letter, words: readonly PublishedWords[]): Promise<void> {
  const own = words.find(({ template }) => template === content.template)
  return handOver(ctx, { mailId: mail.id, to, page: applyWords(writeOrderMail(content, facts), content, own) })
}
