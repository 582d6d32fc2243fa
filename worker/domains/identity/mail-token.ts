import { findMailToken, type MailTokenRow, type NewMailToken } from '#db/platform/queries/identity/accounts.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { equalInConstantTime, newSecret, sha256Hex } from '#worker/pure/hash.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { LINK_LIFE_MS, LinkDead } from './account.ts'

/** The two halves of a link's token: which row, and the secret whose hash the row holds. */
export type Halves = { id: Id<'mailToken'>; secret: string }

/** Makes a token for a link: what to store, and the text that only the mail ever carries. */
export async function newToken(ctx: Pick<Ctx, 'newId'>): Promise<{ id: Id<'mailToken'>; secretHash: string; text: string }> {
  const id = ctx.newId('mailToken')
  const secret = newSecret()
  return { id, secretHash: await sha256Hex(secret), text: `${id}.${secret}` }
}

/** Makes a link's token for an account and one purpose. */
export async function newMailToken(
  ctx: Pick<Ctx, 'newId' | 'now'>,
  accountId: Id<'account'>,
  purpose: MailTokenRow['purpose'],
  newEmail: string | null = null,
): Promise<{ row: NewMailToken; text: string }> {
  const { id, secretHash, text } = await newToken(ctx)
  const nowMs = ctx.now()
  return { row: { id, accountId, purpose, secretHash, newEmail, expiresAtMs: nowMs + LINK_LIFE_MS[purpose], createdAtMs: nowMs }, text }
}

/** @throws LinkDead 410 for a text that is no token of ours */
export function readToken(text: string): Halves {
  const [id = '', secret = '', ...rest] = text.split('.')
  if (rest.length > 0 || !isId('mailToken', id) || secret.length !== 43) throw new LinkDead()
  return { id, secret }
}

/** True if the secret is the one the row was made with and the row can still be used. */
export async function isUsable(
  row: { secretHash: string; usedAtMs: number | null; expiresAtMs: number },
  secret: string,
  nowMs: number,
): Promise<boolean> {
  return equalInConstantTime(row.secretHash, await sha256Hex(secret)) && row.usedAtMs === null && row.expiresAtMs > nowMs
}

/**
 * The token and account of a link. The commit that acts on it uses it up under a guard, so of two at once one wins.
 * @throws LinkDead 410 if it is for something else, was used, has expired or its account is disabled
 */
export async function findLink(ctx: Pick<Ctx, 'platform' | 'now'>, text: string, purpose: MailTokenRow['purpose']) {
  const { id, secret } = readToken(text)
  const found = await findMailToken(ctx.platform, id)
  if (!found || found.token.purpose !== purpose || found.account.disabledAtMs !== null) throw new LinkDead()
  if (!(await isUsable(found.token, secret, ctx.now()))) throw new LinkDead()
  return found
}
