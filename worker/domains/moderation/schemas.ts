import { z } from '@hono/zod-openapi'
import { idSchema } from '#worker/domains/catalog/schemas.ts'
import { APPEAL_STATUSES, DECISIONS, REPORT_REASONS, RULE_EFFECTS, RULE_KINDS, SUBJECT_KINDS } from '#worker/pure/moderation.ts'

const ULID = '01JD0000000000000000000000' as const
export const itemId = idSchema('moderationItem', `mit_${ULID}`)
export const appealId = idSchema('appeal', `apl_${ULID}`)
export const ruleId = idSchema('moderationRule', `mrl_${ULID}`)
const instant = z.iso.datetime()
const words = (min: number, max: number) => z.string().trim().min(min).max(max)

export const FindingSchema = z
  .object({
    field: z.string().openapi({ description: 'JSON pointer into the product or review: `/title`.' }),
    kind: z.enum(['word', 'category', 'link']),
    match: z.string(),
    effect: z.enum(RULE_EFFECTS),
    note: z.string(),
  })
  .openapi('Finding')

export const DecisionSchema = z
  .object({
    id: z.string(),
    action: z.enum(DECISIONS),
    rule: z.string(),
    evidence: z.string(),
    field: z.string().openapi({ description: 'JSON pointer of the field at fault; empty for all of it.' }),
    fix: z.string(),
    at: instant,
  })
  .openapi('ModerationDecision')

export const AppealSchema = z
  .object({
    id: appealId,
    text: z.string(),
    status: z.enum(APPEAL_STATUSES),
    note: z.string(),
    createdAt: instant,
    dueAt: instant,
    decidedAt: instant.nullable(),
  })
  .openapi('Appeal')

export const ItemSchema = z
  .object({
    id: itemId,
    kind: z.enum(['report', 'hold', 'recheck']),
    severity: z.number().int().openapi({ description: '1 to 3; 3 is looked at first.' }),
    reportCount: z.number().int(),
    findings: z.array(FindingSchema),
    status: z.enum(['open', 'decided', 'closed']),
    openedAt: instant,
    closedAt: instant.nullable(),
    version: z.number().int(),
    vendor: z.object({ id: z.string(), name: z.string() }),
    subject: z.object({
      kind: z.enum(SUBJECT_KINDS),
      id: z.string(),
      title: z.string(),
      slug: z.string().nullable(),
      image: z.object({ url: z.string(), alt: z.string() }).nullable(),
      text: z.string(),
      stars: z.number().int().nullable(),
      state: z.enum(['shown', 'held', 'hidden', 'taken_down', 'published']),
    }),
  })
  .openapi('ModerationItem')

export const QuestionSchema = ItemSchema.extend({
  reports: z.array(
    z.object({
      id: z.string(),
      reason: z.enum(REPORT_REASONS),
      text: z.string(),
      reporterName: z.string(),
      status: z.enum(['open', 'upheld', 'dismissed']),
      createdAt: instant,
    }),
  ),
  decisions: z.array(DecisionSchema.extend({ byName: z.string() })),
  appeals: z.array(AppealSchema),
}).openapi('ModerationQuestion')

export const AppealCaseSchema = AppealSchema.extend({
  subject: z.object({ kind: z.enum(SUBJECT_KINDS), id: z.string(), title: z.string(), slug: z.string().nullable() }),
  vendor: z.object({ id: z.string(), name: z.string() }),
  appealedBy: z.string(),
  decision: DecisionSchema.extend({ byName: z.string() }),
  isOverdue: z.boolean(),
  hasChangedSince: z.boolean(),
  isMine: z.boolean().openapi({ description: 'You made the decision, so somebody else has to answer.' }),
}).openapi('AppealCase')

const verdict = {
  action: z.enum(['keep', 'hide', 'take_down']),
  rule: words(0, 200).default(''),
  evidence: words(0, 2000).default(''),
  field: z
    .string()
    .max(200)
    .regex(/^(?:\/[^\s]{1,120})*$/, 'A JSON pointer, or nothing.')
    .default(''),
  fix: words(0, 1000).default(''),
}
const said = {
  action: 'take_down',
  rule: 'No counterfeits',
  evidence: 'The maker confirmed that it is no work of theirs.',
  field: '/title',
  fix: 'Sell originals only.',
} as const
export const Verdict = z.strictObject(verdict).openapi('Verdict', { example: said })
export const BulkVerdict = z
  .strictObject({
    ...verdict,
    items: z
      .array(z.strictObject({ itemId, version: z.number().int().min(1) }))
      .min(1)
      .max(50),
  })
  .openapi('BulkVerdict', { example: { ...said, items: [{ itemId: `mit_${ULID}`, version: 1 }] } })

const subjectId = z.string().regex(/^(?:prd|rev)_[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'An id of a product or a review.')
const agrees = ({ kind, subjectId: id }: { kind: string; subjectId: string }) => id.startsWith(kind === 'listing' ? 'prd_' : 'rev_')
const DISAGREES = { message: 'This is an id of something else.', path: ['subjectId'] }
const subject = { kind: z.enum(SUBJECT_KINDS), subjectId }
export const NewReport = z
  .strictObject({ ...subject, reason: z.enum(REPORT_REASONS), text: words(0, 1000).default('') })
  .refine(agrees, DISAGREES)
  .openapi('NewReport', {
    example: { kind: 'listing', subjectId: `prd_${ULID}`, reason: 'counterfeit', text: 'The maker’s mark is wrong.' },
  })
export const NewQuestion = z
  .strictObject({ ...subject, reason: words(3, 500) })
  .refine(agrees, DISAGREES)
  .openapi('NewQuestion', { example: { kind: 'listing', subjectId: `prd_${ULID}`, reason: 'Seen while approving the store.' } })
export const ReportSchema = z.object({ id: z.string(), reason: z.enum(REPORT_REASONS), createdAt: instant }).openapi('Report')
export const NewAppeal = z
  .strictObject({ text: words(10, 2000) })
  .openapi('NewAppeal', { example: { text: 'These are our own mugs; the photograph shows our mark on the base.' } })
export const AppealAnswer = z
  .strictObject({ isUpheld: z.boolean(), note: words(3, 1000) })
  .openapi('AppealAnswer', { example: { isUpheld: true, note: 'The mark on the base is theirs.' } })

export const RuleSchema = z
  .object({
    id: ruleId,
    kind: z.enum(RULE_KINDS),
    value: z.string(),
    label: z.string(),
    effect: z.enum(RULE_EFFECTS),
    note: z.string(),
    createdAt: instant,
  })
  .openapi('ModerationRule')
export const NewRule = z
  .strictObject({ kind: z.enum(RULE_KINDS), value: words(1, 80), effect: z.enum(RULE_EFFECTS), note: words(0, 300).default('') })
  .refine(({ kind, value }) => kind === 'word' || /^cat_[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(value), {
    message: 'An id of a category.',
    path: ['value'],
  })
  .openapi('NewModerationRule', { example: { kind: 'word', value: 'replica', effect: 'refuse', note: 'Sell originals only.' } })

export const StandingSchema = z
  .object({
    state: z.enum(['shown', 'held', 'hidden', 'taken_down']),
    findings: z.array(FindingSchema),
    isLookedAt: z.boolean(),
    decision: DecisionSchema.nullable(),
    appeal: AppealSchema.nullable(),
    canAppeal: z.boolean(),
  })
  .openapi('ListingStanding')
