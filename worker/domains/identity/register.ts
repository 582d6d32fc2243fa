import { type Registration, storeRegistration } from '#db/platform/queries/identity/accounts.ts'
import type { MailContent } from '#queues/messages.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { normalEmail } from './account.ts'
import { hashChosenPassword } from './check-password.ts'
import { type Counted, countMail } from './count-attempt.ts'
import { newMailToken } from './mail-token.ts'
import { mailRequested, pageUrl } from './request-mail.ts'

export type SignUp = { email: string; password: string; name: string; locale: string }

/**
 * Signs somebody up and mails a link that confirms the address. The answer is the same, and takes as long, whether or not
 * the address has an account: a known one gets a mail that says so. An account whose address was never confirmed is opened
 * anew with what was sent last, so nobody can sit on an address that is not theirs; only the newest link works.
 * Safe to repeat. @throws InvalidInput 422 for a password that breaks the rules
 */
export async function register(ctx: Ctx, input: SignUp): Promise<void> {
  const email = normalEmail(input.email)
  const context = [email, input.name, ...(ctx.hostVendor ? [ctx.hostVendor.slug] : [])]
  const passwordHash = await hashChosenPassword(ctx, input.password, context)
  const { account, isAllowed } = await countMail(ctx, email)
  if (!isAllowed || account?.disabledAtMs) return
  try {
    await store(ctx, { ...input, email, passwordHash }, account)
  } catch (error) {
    // Somebody registered or confirmed the same address between our look and our write.
    if (!(error instanceof UniqueViolation || error instanceof PreconditionFailed)) throw error
    await store(ctx, { ...input, email, passwordHash }, (await countMail(ctx, email)).account)
  }
  ctx.relay('platform')
}

async function store(ctx: Ctx, input: Omit<SignUp, 'password'> & { passwordHash: string }, known: Counted['account']): Promise<void> {
  const { email, name, locale, passwordHash } = input
  const nowMs = ctx.now()
  const id = known?.id ?? ctx.newId('account')
  const token = await newMailToken(ctx, id, 'verify_email')
  let registration: Registration
  let content: MailContent = { template: 'verify_email', name, url: pageUrl(ctx, '/verify-email', token.text) }
  if (!known) {
    registration = { kind: 'new', account: { id, email, passwordHash, name, locale, createdAtMs: nowMs }, token: token.row }
  } else if (known.emailVerifiedAtMs === null) {
    registration = { kind: 'again', account: { id, passwordHash, name, locale }, token: token.row }
  } else {
    registration = {
      kind: 'known',
      accountId: id,
      audit: auditOf(ctx, { action: 'account.registered_again', subjectId: id, detail: {} }),
    }
    content = { template: 'email_in_use', name: known.name, url: pageUrl(ctx, '/log-in') }
  }
  await storeRegistration(ctx.platform, registration, mailRequested(ctx, email, content), nowMs)
}
