import {
  claimMail,
  dropMailClaim,
  type GroupFacts,
  markMailSent,
  readGroupFacts,
  readOrderFacts,
} from '#db/platform/queries/notifications.ts'
import type { MailContent } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound, Unavailable } from '#worker/pure/problem.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import type { MailPage } from './mail-page.ts'
import { renderHtml } from './render-html.ts'
import { renderText } from './render-text.ts'
import { applyWords } from './words/apply-words.ts'
import { writeAccountMail } from './write-account-mail.ts'
import { writeDisputeMail } from './write-dispute-mail.ts'
import { type OrderMail, writeOrderMail } from './write-order-mail.ts'
import { writeRefundMail } from './write-refund-mail.ts'

/** Nobody takes so long to hand over one mail; whoever claimed it before died. */
export const CLAIM_LIVES_MS = MINUTE_MS

/**
 * Sends one mail, once: whoever claims it hands it to the provider and marks it. Delivered twice, also at the same time,
 * it goes out once. Only a process that dies between the provider's yes and the mark has it sent again: better twice than
 * never.
 * @throws Unavailable if the provider is busy, or another delivery is sending it now; Problem 422 if it is refused for good
 */
export async function sendMail(
  ctx: Pick<Ctx, 'platform' | 'mailer' | 'now'>,
  { mailId, to, content }: { mailId: Id<'mail'>; to: string; content: MailContent },
): Promise<void> {
  const page = await writeMail(content, (mail) =>
    'orderGroupId' in mail ? readGroupFacts(ctx.platform, mail.orderGroupId) : readOrderFacts(ctx.platform, mail.orderId),
  )
  const nowMs = ctx.now()
  const { claim, words } = await claimMail(
    ctx.platform,
    { id: mailId, template: content.template, toEmail: to },
    nowMs,
    nowMs - CLAIM_LIVES_MS,
  )
  if (claim === 'sent') return
  if (claim === 'being_sent') throw new Unavailable('This mail')
  try {
    await handOver(ctx, { mailId, to, page: applyWords(page, content, words) })
  } catch (error) {
    await dropMailClaim(ctx.platform, mailId)
    throw error
  }
  await markMailSent(ctx.platform, mailId, ctx.now())
}

/** Gives a mail to the provider. */
export function handOver(
  ctx: Pick<Ctx, 'mailer'>,
  { mailId, to, page }: { mailId: Id<'mail'>; to: string; page: MailPage },
): Promise<void> {
  return ctx.mailer.send({ id: mailId, to, subject: page.subject, text: renderText(page), html: renderHtml(page) })
}

/** The mail in the words of the code. @throws NotFound if it is about an order that is not there */
export async function writeMail(content: MailContent, factsOf: (mail: OrderMail) => Promise<GroupFacts | undefined>): Promise<MailPage> {
  switch (content.template) {
    case 'order_placed':
    case 'late_payment_refunded':
    case 'order_update':
    case 'order_for_vendor':
      return writeOrderMail(content, found(await factsOf(content)))
    case 'dispute_opened':
    case 'dispute_due':
    case 'dispute_closed':
      return writeDisputeMail(content)
    case 'refund_sent':
    case 'refund_returned':
    case 'refund_for_vendor':
      return writeRefundMail(content)
    default:
      return writeAccountMail(content)
  }
}

function found(facts: GroupFacts | undefined): GroupFacts {
  if (!facts) throw new NotFound('order')
  return facts
}
