import { Form, useSubmit } from '@remix-run/react'
import { useState } from 'react'
import { m } from '#messages'
import { Button, SubmitButton } from '#web/ui/button.tsx'
import { ConfirmModal } from '#web/ui/modal.tsx'
import { Panel } from '#web/ui/panel.tsx'
import type { Product } from './product-words.ts'

/** What can be done with a product as a whole: off sale once it was on sale, gone while nobody has seen it. */
export function ProductActions({ product, version }: { product: Product; version: number }) {
  const submit = useSubmit()
  const [isAsking, setAsking] = useState(false)
  const isNew = product.publishedAt === null
  if (product.status === 'archived') return null
  return (
    <div className="mt-5">
      <Panel title={m.goods_more_title()}>
        <Form method="post" action={`/vendor/products/${product.id}/change`}>
          <input type="hidden" name="version" value={version} />
          {isNew ? (
            <Button look="secondary" isSmall onClick={() => setAsking(true)}>
              {m.goods_delete()}
            </Button>
          ) : (
            <SubmitButton name="intent" value="archive" look="secondary" isSmall>
              {m.goods_archive()}
            </SubmitButton>
          )}
        </Form>
      </Panel>
      <ConfirmModal
        isOpen={isAsking}
        title={m.goods_delete_title()}
        text={m.goods_delete_text()}
        confirmText={m.goods_delete_confirm()}
        onCancel={() => setAsking(false)}
        onConfirm={() =>
          submit({ intent: 'delete', version: String(version) }, { method: 'post', action: `/vendor/products/${product.id}/change` })
        }
      />
    </div>
  )
}
