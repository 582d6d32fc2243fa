import { afterEach, beforeEach, expect, test } from 'vitest'
import { auditEvent } from '#db/platform/schema/identity.ts'
import { mailVersion } from '#db/platform/schema/settings.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { sendMail } from '#worker/domains/notifications/send-mail.ts'
import {
  previewWords,
  publishDraft,
  readMail,
  readMails,
  restoreWords,
  saveDraft,
  sendTest,
} from '#worker/domains/notifications/words/change-words.ts'
import { MAIL_TEMPLATES } from '#worker/domains/notifications/words/example-mail.ts'
import { parseWords } from '#worker/pure/mail-words.ts'

let bank: Bank
const sent: { to: string; subject: string; text: string; html: string }[] = []
beforeEach(async () => {
  bank = await openBank()
  sent.length = 0
})
afterEach(() => bank.close())

const ctxWithMail = (): Ctx => ({
  ...bank.ctx(),
  principal: { kind: 'account', accountId: 'acc_01JD0000000000000000000000', sessionId: 'ses_01JD0000000000000000000000', email: 'admin@stoa.example', isEmailVerified: true, surface: 'admin', role: 'platform_admin', vendorId: null },
  mailer: { send: async (mail) => void sent.push(mail) },
}) // biome-ignore format: one context
const APPROVED = { template: 'vendor_approved', vendorName: '<b>Kiln</b> & {{url}}', url: 'https://stoa.test/s/kiln' } as const
const deliver = async (ctx: Ctx) => {
  await sendMail(ctx, { mailId: ctx.newId('mail'), to: 'hello@kiln.example', content: APPROVED })
  return sent.at(-1)
}

test('every mail is listed with its variables; its words in code, taken as they are, say what the code says', async () => {
  const ctx = ctxWithMail()
  expect((await readMails(ctx)).map(({ template }) => template)).toEqual(MAIL_TEMPLATES)
  for (const template of MAIL_TEMPLATES) {
    const { inCode, variables } = await readMail(ctx, template)
    expect(parseWords(inCode, new Set(variables.map(({ name }) => name))).issues, template).toEqual([])
    const preview = await previewWords(ctx, template, inCode)
    expect([template, preview.text.includes('{{'), preview.subject.includes('{{')]).toEqual([template, false, false])
  }
  expect(await readMail(ctx, 'vendor_approved')).toMatchObject({
    inCode: { subject: '{{vendorName}} is open', body: expect.stringContaining('[See the store]({{url}})') },
  })
})

test('a draft changes nothing; published it is sent, with what others wrote escaped; then the version before, then the code', async () => {
  const ctx = ctxWithMail()
  expect((await deliver(ctx))?.subject).toBe('<b>Kiln</b> & {{url}} is open')
  const words = { subject: 'Welcome, {{vendorName}}', body: 'Dear **{{vendorName}}**, read [the guide](https://stoa.test/guide).\n\n[Open it]({{url}})\n\n<script>alert(1)</script>' }
  await saveDraft(ctx, 'vendor_approved', { ...words, version: 0 })
  expect((await deliver(ctx))?.subject).toBe('<b>Kiln</b> & {{url}} is open')
  await publishDraft(ctx, 'vendor_approved', { version: 1, reason: 'Friendlier' })
  const first = await deliver(ctx)
  expect(first?.subject).toBe('Welcome, <b>Kiln</b> & {{url}}')
  expect(first?.text).toContain('Dear <b>Kiln</b> & {{url}}, read the guide (https://stoa.test/guide).\n\nOpen it:\nhttps://stoa.test/s/kiln')
  expect(first?.html).toContain('<strong>&lt;b&gt;Kiln&lt;/b&gt; &amp; {{url}}</strong>')
  expect(first?.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(first?.html).not.toContain('<script>')

  await saveDraft(ctx, 'vendor_approved', { subject: 'Hello', body: 'Short.', version: 0 })
  await publishDraft(ctx, 'vendor_approved', { version: 1, reason: 'Shorter' })
  expect((await deliver(ctx))?.subject).toBe('Hello')
  await restoreWords(ctx, 'vendor_approved', { number: 1, reason: 'Too short' })
  expect((await deliver(ctx))?.subject).toBe('Welcome, <b>Kiln</b> & {{url}}')
  const shown = await restoreWords(ctx, 'vendor_approved', { number: null, reason: 'As it was' })
  expect(shown.versions.map(({ number, isPublished }) => [number, isPublished])).toEqual([[2, false], [1, false]])
  expect((await deliver(ctx))?.subject).toBe('<b>Kiln</b> & {{url}} is open')
  const audits = await bank.platform.select().from(auditEvent).orderBy(auditEvent.position)
  expect(audits.map(({ action, before, after }) => [action, before?.subject ?? null, after?.subject ?? null])).toEqual([
    ['mail_words.draft', null, words.subject],
    ['mail_words.publish', null, words.subject],
    ['mail_words.draft', null, 'Hello'],
    ['mail_words.publish', words.subject, 'Hello'],
    ['mail_words.restore', 'Hello', words.subject],
    ['mail_words.restore', words.subject, null],
  ])
}) // biome-ignore format: figures in line

/** Words, and the part of them that is refused. */
const REFUSED: [{ subject: string; body: string }, string][] = [
  [{ subject: 'Hello {{nobody}}', body: 'x' }, '/subject'],
  [{ subject: 'Hello', body: 'Dear {{password}}' }, '/body'],
  [{ subject: 'Hello', body: '[Click](javascript:alert(1))' }, '/body'],
  [{ subject: 'Hello', body: '[Click](http://stoa.test)' }, '/body'],
  [{ subject: 'Hello', body: 'Read [this](https://evil.test/?to={{vendorName}}).' }, '/body'],
  [{ subject: 'Two\nlines', body: 'x' }, '/subject'],
]
test('INV-MLW-1: unknown variables, links that are not https and addresses made of variables are refused, and nothing is kept', async () => {
  const ctx = ctxWithMail()
  for (const [words, pointer] of REFUSED) {
    const refusal = { status: 422, errors: [expect.objectContaining({ pointer })] }
    await expect(saveDraft(ctx, 'vendor_approved', { ...words, version: 0 }), JSON.stringify(words)).rejects.toMatchObject(refusal)
    await expect(sendTest(ctx, 'vendor_approved', words)).rejects.toMatchObject({ status: 422 })
  }
  expect([await bank.platform.select().from(mailVersion), sent]).toEqual([[], []])
})

test('a draft is changed by whoever read it last, and a test goes to whoever asks', async () => {
  const ctx = ctxWithMail()
  const words = { subject: 'Hello {{vendorName}}', body: '{{text1}}' }
  await saveDraft(ctx, 'vendor_approved', { ...words, version: 0 })
  await expect(saveDraft(ctx, 'vendor_approved', { ...words, version: 0 })).rejects.toMatchObject({ status: 412 })
  await saveDraft(ctx, 'vendor_approved', { ...words, body: 'Other.', version: 1 })
  await expect(publishDraft(ctx, 'vendor_approved', { version: 1, reason: 'Old' })).rejects.toMatchObject({ status: 412 })
  expect(await sendTest(ctx, 'vendor_approved', words)).toEqual({ to: 'admin@stoa.example' })
  expect(sent.map(({ to, subject }) => [to, subject])).toEqual([['admin@stoa.example', '[Test] Hello Kiln & Clay']])
})
