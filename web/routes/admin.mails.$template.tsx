import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { type Mail, MailView } from '#web/features/platform/mails-view.tsx'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { requestKey } from '#web/server/request-key.ts'
import { SettingsForm } from '#web/server/settings-form.ts'

export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const api = context.api.api.v1.admin.mails[':mailTemplate']
  const param = { mailTemplate: params.template as Mail['template'] }
  const response = await api.$get({ param })
  if ((response.status as number) === 400) throw data(null, { status: 404 })
  const mail = await need(request, Promise.resolve(response))
  const { subject, body } = mail.draft ?? mail.versions.find(({ isPublished }) => isPublished) ?? mail.inCode
  const preview = await api.preview.$post({ param, json: { subject, body } })
  return { mail, preview: preview.ok ? await preview.json() : null, formKey: crypto.randomUUID() }
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const form = new SettingsForm(await request.formData())
  const api = context.api.api.v1.admin.mails[':mailTemplate']
  const param = { mailTemplate: params.template as Mail['template'] }
  const here = `/admin/mails/${param.mailTemplate}`
  const words = { subject: form.text('subject'), body: form.text('body') }
  const version = Number(form.text('version'))
  switch (form.text('intent')) {
    case 'preview': {
      const response = await api.preview.$post({ param, json: words })
      if (!response.ok) return form.refused(request, response)
      return data({ errors: {}, entries: form.entries, preview: await response.json() })
    }
    case 'test': {
      const header = await requestKey(form.text('formKey'), words)
      const response = await api.test.$post({ param, json: words, header } as never)
      if (!response.ok) return form.refused(request, response)
      const { to } = (await response.json()) as { to: string }
      throw await redirectWith(here, { key: 'mail_test', params: { to } })
    }
    case 'publish': {
      const reason = form.reason()
      if (form.isWrong) return form.again()
      const response = await api.publish.$post({ param, json: { version, reason } })
      if (!response.ok) return form.refused(request, response)
      throw await redirectWith(here, { key: 'mail_published' })
    }
    case 'restore': {
      const number = form.text('number') === '' ? null : Number(form.text('number'))
      const reason = number === null ? m.platform_setting_reset_reason() : m.platform_setting_restore_reason({ version: String(number) })
      const response = await api.restore.$post({ param, json: { number, reason } })
      if (!response.ok) return form.refused(request, response)
      throw await redirectWith(here, { key: 'mail_published' })
    }
    default: {
      const response = await api.draft.$put({ param, json: { ...words, version } })
      if (!response.ok) return form.refused(request, response)
      throw await redirectWith(here, { key: 'mail_draft' })
    }
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page?.mail.template.replaceAll('_', ' ') ?? m.platform_mails_title() },
]

export default function EditMail() {
  return <MailView {...useLoaderData<typeof loader>()} outcome={useActionData<typeof action>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
