import type { MailContent, MessageOf } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { deriveId, type Id } from '#worker/pure/ids.ts'

/** The message that has a mail sent; it goes into the outbox with the change the mail is about. */
export function mailRequested(ctx: Pick<Ctx, 'newId' | 'now'>, to: string, content: MailContent): MessageOf<'mail.requested'> {
  return {
    id: ctx.newId('message'),
    type: 'mail.requested',
    version: 1,
    vendorId: null,
    occurredAtMs: ctx.now(),
    mailId: ctx.newId('mail'),
    to,
    content,
  }
}

/**
 * The same for what may be asked for again, by a step that is repeated or a message that comes twice: the same `mailId`, which
 * follows from what the mail is about (`deriveId`), is the same mail and the same message.
 */
export async function mailOnce(
  mailId: Id<'mail'>,
  to: string,
  content: MailContent,
  occurredAtMs: number,
): Promise<MessageOf<'mail.requested'>> {
  return { id: await deriveId('message', mailId), type: 'mail.requested', version: 1, vendorId: null, occurredAtMs, mailId, to, content }
}

/** A page of ours that a mail leads to. The token is in the query, and the page sends no referrer. */
export function pageUrl({ settings }: Pick<Ctx, 'settings'>, path: `/${string}`, token?: string): string {
  return `${settings.origin}${path}${token === undefined ? '' : `?token=${encodeURIComponent(token)}`}`
}
