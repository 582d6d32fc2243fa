import {
  listCurrentVersions,
  listVersions,
  type MailVersionRow,
  publishVersion,
  storeDraft,
} from '#db/platform/queries/notifications/words.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { MailPage } from '#worker/domains/notifications/mail-page.ts'
import { renderHtml } from '#worker/domains/notifications/render-html.ts'
import { renderText } from '#worker/domains/notifications/render-text.ts'
import { handOver, writeMail } from '#worker/domains/notifications/send-mail.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { parseWords, type Words } from '#worker/pure/mail-words.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { ChangedMeanwhile, InvalidInput, NotFound } from '#worker/pure/problem.ts'
import { PreconditionFailed, UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { applyWords, variablesOf } from './apply-words.ts'
import { exampleContent, exampleFacts, isPlain, MAIL_TEMPLATES, type MailTemplateName, placeholderContent } from './example-mail.ts'

/** Every mail we send, and whether its words are those of the code. */
export async function readMails(ctx: Ctx) {
  const rows = await listCurrentVersions(ctx.platform)
  return Promise.all(
    MAIL_TEMPLATES.map(async (template) => {
      const own = rows.filter((row) => row.template === template)
      const published = own.find(({ status }) => status === 'published')
      const draft = own.find(({ status }) => status === 'draft')
      return {
        template,
        subject: published?.subject ?? (await wordsInCode(template)).subject,
        publishedNumber: published?.number ?? null,
        hasDraft: draft !== undefined,
        changedAt:
          own.length === 0 ? null : toRfc3339(Math.max(...own.map(({ createdAtMs, publishedAtMs }) => publishedAtMs ?? createdAtMs))),
      }
    }),
  )
}

/** One mail: what its words may name, the words in code, the draft, and every version. */
export async function readMail(ctx: Ctx, template: MailTemplateName) {
  const rows = await listVersions(ctx.platform, template)
  const draft = rows.find(({ status }) => status === 'draft')
  const values = await exampleValues(ctx, template)
  return {
    template,
    variables: Object.entries(values).map(([name, example]) => ({ name, example: example.slice(0, 120) })),
    inCode: await wordsInCode(template),
    draft: draft ? { subject: draft.subject, body: draft.body, version: draft.version } : null,
    versions: rows.filter(({ status }) => status !== 'draft').map(showVersion),
  }
}

const showVersion = ({ number, status, subject, body, createdBy, publishedAtMs }: MailVersionRow) => ({
  number,
  isPublished: status === 'published',
  subject,
  body,
  createdBy,
  publishedAt: publishedAtMs === null ? null : toRfc3339(publishedAtMs),
})

/**
 * Keeps a draft of a mail's words. Nothing is sent by it. Audited.
 * @param version of the draft that was read; 0 = there was none
 * @throws InvalidInput 422 for an unknown variable, a link that is not https, or too much; ChangedMeanwhile 412
 */
export async function saveDraft(ctx: Ctx, template: MailTemplateName, { version, ...words }: Words & { version: number }) {
  await requireReadable(ctx, template, words)
  const before = (await listVersions(ctx.platform, template)).find(({ status }) => status === 'draft')
  const row = { id: ctx.newId('mailVersion'), template, ...words, createdBy: actorOf(ctx.principal), createdAtMs: ctx.now() }
  const audit = auditOf(ctx, { action: 'mail_words.draft', subjectId: template, before: before ? wordsOf(before) : null, after: words })
  await orChanged(storeDraft(ctx.platform, version === 0 ? row : { ...row, id: before?.id ?? row.id }, version, audit))
  return readMail(ctx, template)
}

/** A mail in these words, with example data: its subject, its HTML and its plain text. @throws InvalidInput 422 */
export async function previewWords(ctx: Ctx, template: MailTemplateName, words: Words) {
  const page = await pageIn(ctx, template, words)
  return { subject: page.subject, html: renderHtml(page), text: renderText(page) }
}

/** Sends a mail in these words, with example data, to whoever asks. @throws InvalidInput 422; Unavailable 503 */
export async function sendTest(ctx: Ctx, template: MailTemplateName, words: Words): Promise<{ to: string }> {
  const page = await pageIn(ctx, template, words)
  const to = ctx.principal.kind === 'account' ? ctx.principal.email : ''
  await handOver(ctx, { mailId: ctx.newId('mail'), to, page: { ...page, subject: `[Test] ${page.subject}` } })
  return { to }
}

/**
 * Has the draft sent from now on. Audited with what was sent before. @throws NotFound 404 without a draft; ChangedMeanwhile 412
 * if it was changed since it was read
 */
export async function publishDraft(ctx: Ctx, template: MailTemplateName, { version, reason }: { version: number; reason: string }) {
  const rows = await listVersions(ctx.platform, template)
  const draft = rows.find(({ status }) => status === 'draft')
  if (!draft) throw new NotFound('draft')
  if (draft.version !== version) throw new ChangedMeanwhile('draft')
  await requireReadable(ctx, template, draft)
  return put(ctx, template, { rows, to: draft, reason, action: 'mail_words.publish' })
}

/** Goes back to an earlier version, or (null) to the words in code. Audited. @throws NotFound 404; InvalidInput 422 if it can no longer be read */
export async function restoreWords(ctx: Ctx, template: MailTemplateName, { number, reason }: { number: number | null; reason: string }) {
  const rows = await listVersions(ctx.platform, template)
  const to = number === null ? null : rows.find((row) => row.number === number && row.status !== 'draft')
  if (to === undefined) throw new NotFound('version')
  if (to) await requireReadable(ctx, template, to)
  return put(ctx, template, { rows, to, reason, action: 'mail_words.restore' })
}

type Put = { rows: MailVersionRow[]; to: MailVersionRow | null; reason: string; action: string }

async function put(ctx: Ctx, template: MailTemplateName, { rows, to, reason, action }: Put) {
  const before = rows.find(({ status }) => status === 'published')
  const audit = auditOf(ctx, {
    action,
    subjectId: template,
    detail: { reason, number: to?.number ?? null },
    before: before ? wordsOf(before) : { isInCode: true },
    after: to ? wordsOf(to) : { isInCode: true },
  })
  await orChanged(publishVersion(ctx.platform, template, to?.id ?? null, ctx.now(), audit))
  return readMail(ctx, template)
}

const wordsOf = ({ subject, body }: Words) => ({ subject, body })

async function orChanged(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (error instanceof PreconditionFailed || error instanceof UniqueViolation) throw new ChangedMeanwhile('draft')
    throw error
  }
}

const examplePage = (ctx: Ctx, template: MailTemplateName) =>
  writeMail(exampleContent(template, ctx.settings.origin), async () => exampleFacts())

async function exampleValues(ctx: Ctx, template: MailTemplateName) {
  return variablesOf(exampleContent(template, ctx.settings.origin), await examplePage(ctx, template))
}

async function requireReadable(ctx: Ctx, template: MailTemplateName, words: Words): Promise<void> {
  const { issues } = parseWords(words, new Set(Object.keys(await exampleValues(ctx, template))))
  if (issues.length > 0) throw new InvalidInput(issues)
}

async function pageIn(ctx: Ctx, template: MailTemplateName, words: Words): Promise<MailPage> {
  await requireReadable(ctx, template, words)
  const content = exampleContent(template, ctx.settings.origin)
  return applyWords(await examplePage(ctx, template), content, words)
}

/** The words in code as an editor would have written them: with variables in place, or naming the paragraphs of the code. */
async function wordsInCode(template: MailTemplateName): Promise<Words> {
  const isOfText = isPlain(template)
  const content = isOfText ? placeholderContent(template) : exampleContent(template, 'https://stoa.example')
  const page = await writeMail(content, async () => exampleFacts())
  let texts = 0
  const blocks = page.parts.flatMap((part) => {
    if (part.kind === 'button') return [`[${part.label}]({{url}})`]
    if (part.kind !== 'text') return []
    texts += 1
    return [isOfText ? part.text : `{{text${texts}}}`]
  })
  const hasDetails = page.parts.some(({ kind }) => kind === 'rows' || kind === 'address')
  return { subject: isOfText ? page.subject : '{{heading}}', body: [...blocks, ...(hasDetails ? ['{{details}}'] : [])].join('\n\n') }
}
