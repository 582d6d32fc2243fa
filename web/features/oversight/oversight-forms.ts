import * as v from 'valibot'
import { m } from '#messages'
import { written } from '#web/ui/written.ts'

const note = (min: number, error: () => string) => v.pipe(v.string(error), v.trim(), v.minLength(min, error), v.maxLength(500, error))

export const ApproveForm = v.object({ intent: v.literal('approve'), note: v.pipe(written, v.trim(), v.maxLength(500, m.audit_note_error)) })
export const DeclineForm = v.object({ intent: v.literal('decline'), note: note(3, m.audit_decline_note_error) })
/** Everything that can be done with a request that waits. */
export const ApprovalForm = v.variant('intent', [ApproveForm, DeclineForm, v.object({ intent: v.literal('withdraw') })])

export const PLATFORM_ROLES = ['platform_admin', 'platform_finance', 'platform_moderator', 'support_rep'] as const
const role = v.picklist(PLATFORM_ROLES, m.audit_people_role_error)
const reason = note(3, m.audit_people_reason_error)

export const AddPersonForm = v.object({
  intent: v.literal('add'),
  email: v.pipe(v.string(m.audit_people_email_error), v.trim(), v.email(m.audit_people_email_error)),
  role,
  reason,
})
export const ChangeRoleForm = v.object({
  intent: v.literal('change'),
  accountId: v.string(),
  role: v.picklist([...PLATFORM_ROLES, 'none'], m.audit_people_role_error),
  reason,
})
export const PeopleForm = v.variant('intent', [
  AddPersonForm,
  ChangeRoleForm,
  v.object({ intent: v.literal('sign_out'), accountId: v.string(), name: v.string() }),
])

export const AlarmForm = v.object({ intent: v.literal('acknowledge'), alarmId: v.string(), note: note(3, m.audit_alarm_note_error) })
export const HealthForm = v.variant('intent', [AlarmForm, v.object({ intent: v.literal('roll_out') })])
