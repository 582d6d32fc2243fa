import { type SubmissionResult, useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import * as v from 'valibot'
import { m } from '#messages'
import { written } from '#web/ui/written.ts'
import { REPORT_REASONS } from '#worker/pure/moderation.ts'

const words = (max: number, min = 0) =>
  v.pipe(written, v.trim(), v.minLength(min, m.trust_error_words), v.maxLength(max, m.trust_error_long))

const stars = (message: () => string) => v.pipe(v.string(message), v.regex(/^[1-5]$/, message), v.transform(Number))

/** What somebody tells us about a listing or a review. */
export const ReportForm = v.object({ reason: v.picklist(REPORT_REASONS, m.trust_error_reason), text: words(1000) })
export const ReviewForm = v.object({
  stars: stars(m.trust_error_stars),
  storeStars: v.optional(stars(m.trust_error_stars)),
  title: words(120),
  text: words(4000),
  version: written,
  formKey: written,
})
export const AppealForm = v.object({ text: words(2000, 10), formKey: written })
export const ReplyForm = v.object({ reviewId: v.string(), text: words(2000, 2) })

const verdict = { rule: words(200), field: words(200), fix: words(1000), evidence: words(2000) }
const isReasoned = (action: string, rule: string, fix: string) => action === 'keep' || (rule !== '' && fix !== '')
/** A decision about one question, or about several at once. What is not kept needs the rule and what to fix. */
export const VerdictForm = v.pipe(
  v.object({ action: v.picklist(['keep', 'hide', 'take_down']), ...verdict }),
  v.check(({ action, rule, fix }) => isReasoned(action, rule, fix), m.trust_error_reasoned),
)
export const ReviewVerdictForm = v.pipe(
  v.object({ reviewId: v.string(), action: v.picklist(['keep', 'hide']), rule: words(200), fix: words(1000) }),
  v.check(({ action, rule, fix }) => isReasoned(action, rule, fix), m.trust_error_reasoned),
)
/** Why a moderator looks into what nobody reported. */
export const QuestionForm = v.object({ subjectId: v.string(), reason: words(500, 3) })
export const AnswerForm = v.object({
  appealId: v.string(),
  answer: v.picklist(['upheld', 'rejected']),
  note: words(1000, 3),
})
export const RuleForm = v.pipe(
  v.object({
    kind: v.picklist(['word', 'category']),
    word: words(80),
    categoryId: written,
    effect: v.picklist(['hold', 'refuse']),
    note: words(300),
  }),
  v.check(({ kind, word, categoryId }) => (kind === 'word' ? word !== '' : categoryId !== ''), m.trust_error_rule),
)
export const NoteForm = v.object({ text: words(4000, 2), isPinned: v.optional(v.boolean(), false) })
export const BuyerForm = v.object({ intent: v.picklist(['disable', 'enable']), reason: words(500, 3) })

/** A form of this part of the portals, checked as the server checks it. */
export function useTrustForm(
  id: string,
  schema: v.GenericSchema,
  last: SubmissionResult | undefined,
  defaultValue: Record<string, string> = {},
) {
  return useForm<Record<string, string>>({
    id,
    lastResult: last,
    defaultValue,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema }) as never,
    shouldValidate: 'onSubmit',
    shouldRevalidate: 'onInput',
  })
}
