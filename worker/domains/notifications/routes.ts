import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { BODY_MAX, SUBJECT_MAX } from '#worker/pure/mail-words.ts'
import { previewWords, publishDraft, readMail, readMails, restoreWords, saveDraft, sendTest } from './words/change-words.ts'
import { MAIL_TEMPLATES } from './words/example-mail.ts'

const template = z.enum(MAIL_TEMPLATES)
const TemplateParam = z.strictObject({ mailTemplate: template })
const reason = z.string().trim().min(3).max(500)
const words = { subject: z.string().min(1).max(SUBJECT_MAX), body: z.string().min(1).max(BODY_MAX) }
const example = { subject: '{{vendorName}} is open', body: 'We have looked at your store.\n\n[See the store]({{url}})' }

const MailSummary = z
  .object({
    template,
    subject: z.string(),
    publishedNumber: z.number().int().nullable(),
    hasDraft: z.boolean(),
    changedAt: z.iso.datetime().nullable(),
  })
  .openapi('MailSummary', {
    example: { template: 'vendor_approved', subject: example.subject, publishedNumber: 2, hasDraft: false, changedAt: '2026-11-21T09:30:00.000Z' },
  }) // biome-ignore format: a shape
const Mail = z
  .object({
    template,
    variables: z.array(z.object({ name: z.string(), example: z.string() })),
    inCode: z.object({ subject: z.string(), body: z.string() }),
    draft: z.object({ subject: z.string(), body: z.string(), version: z.number().int() }).nullable(),
    versions: z.array(
      z.object({
        number: z.number().int(),
        isPublished: z.boolean(),
        subject: z.string(),
        body: z.string(),
        createdBy: z.string(),
        publishedAt: z.iso.datetime().nullable(),
      }),
    ),
  })
  .openapi('MailWords', {
    example: {
      template: 'vendor_approved',
      variables: [{ name: 'vendorName', example: 'Kiln & Clay' }],
      inCode: example,
      draft: { ...example, version: 1 },
      versions: [{ ...example, number: 1, isPublished: true, createdBy: 'acc_01JD0000000000000000000000', publishedAt: '2026-11-21T09:30:00.000Z' }],
    },
  }) // biome-ignore format: a shape
const Draft = z.strictObject({ ...words, version: z.number().int().min(0) }).openapi('MailDraft', { example: { ...example, version: 0 } })
const NewWords = z.strictObject(words).openapi('NewMailWords', { example })
const Preview = z
  .object({ subject: z.string(), html: z.string(), text: z.string() })
  .openapi('MailPreview', { example: { subject: 'Kiln & Clay is open', html: '<!doctype html>…', text: 'We have looked at your store.' } })
const Sent = z.object({ to: z.string() }).openapi('TestMailSent', { example: { to: 'admin@stoa.example' } })
const Publish = z
  .strictObject({ version: z.number().int().min(1), reason })
  .openapi('PublishMail', { example: { version: 1, reason: 'Friendlier' } })
const Restore = z
  .strictObject({ number: z.number().int().min(1).nullable(), reason })
  .openapi('RestoreMail', { example: { number: 1, reason: 'The new one was misread' } })

const CHANGED = { changed_meanwhile: [412, 'The draft was changed by somebody else since you read it.'] } as const
const none = (what: string) => ({ not_found: [404, `There is no such ${what}.`] as const })

export const notificationsRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/mails',
      operationId: 'listMails',
      summary: 'Every mail the marketplace sends, and whether its words were edited',
      tags: ['mails'],
      permission: 'platform:settings',
      responses: { 200: json(z.object({ items: z.array(MailSummary) }), 'In the order of the code.') },
    }),
    async (c) => c.json({ items: await readMails(c.var.ctx) }, 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/mails/{mailTemplate}',
      operationId: 'readMail',
      summary: 'A mail’s variables, the words in code, the draft and every version',
      tags: ['mails'],
      permission: 'platform:settings',
      request: { params: TemplateParam },
      responses: { 200: json(Mail, 'Without a published version the words in code are sent.') },
    }),
    async (c) => c.json(await readMail(c.var.ctx, c.req.valid('param').mailTemplate), 200),
  )
  .openapi(
    route({
      method: 'put',
      path: '/admin/mails/{mailTemplate}/draft',
      operationId: 'saveMailDraft',
      summary: 'Keep a draft of a mail’s words',
      tags: ['mails'],
      permission: 'platform:settings',
      request: { params: TemplateParam, body: body(Draft) },
      responses: { 200: json(Mail, 'Kept; nothing is sent by it.') },
      problems: CHANGED,
    }),
    async (c) => c.json(await saveDraft(c.var.ctx, c.req.valid('param').mailTemplate, c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/mails/{mailTemplate}/preview',
      operationId: 'previewMail',
      summary: 'A mail in these words, with example data',
      tags: ['mails'],
      permission: 'platform:settings',
      request: { params: TemplateParam, body: body(NewWords) },
      responses: { 200: json(Preview, 'The HTML holds nothing an editor could put there but words and links.') },
    }),
    async (c) => c.json(await previewWords(c.var.ctx, c.req.valid('param').mailTemplate, c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/mails/{mailTemplate}/test',
      operationId: 'sendTestMail',
      summary: 'Send a mail in these words, with example data, to yourself',
      tags: ['mails'],
      permission: 'platform:settings',
      request: { params: TemplateParam, body: body(NewWords) },
      responses: { 200: json(Sent, 'On its way.') },
      idempotent: true,
    }),
    async (c) => c.json(await sendTest(c.var.ctx, c.req.valid('param').mailTemplate, c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/mails/{mailTemplate}/publish',
      operationId: 'publishMail',
      summary: 'Have the draft sent from now on',
      tags: ['mails'],
      permission: 'platform:settings',
      request: { params: TemplateParam, body: body(Publish) },
      responses: { 200: json(Mail, 'Published; mails that are on their way are not changed.') },
      problems: { ...CHANGED, ...none('draft') },
    }),
    async (c) => c.json(await publishDraft(c.var.ctx, c.req.valid('param').mailTemplate, c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/mails/{mailTemplate}/restore',
      operationId: 'restoreMail',
      summary: 'Go back to an earlier version, or to the words in code',
      tags: ['mails'],
      permission: 'platform:settings',
      request: { params: TemplateParam, body: body(Restore) },
      responses: { 200: json(Mail, 'Sent from now on.') },
      problems: { ...CHANGED, ...none('version') },
    }),
    async (c) => c.json(await restoreWords(c.var.ctx, c.req.valid('param').mailTemplate, c.req.valid('json')), 200),
  )
