import { useState } from 'react'

/** A figure that moves once, calmly, when it is another than before; not at all for who prefers stillness. */
export function Moved({ children }: { children: string }) {
  const [seen, setSeen] = useState({ text: children, times: 0 })
  if (seen.text !== children) setSeen({ text: children, times: seen.times + 1 })
  return (
    <span key={seen.times} className={seen.times === 0 ? undefined : 'inline-block motion-safe:animate-[moved_400ms_ease-out]'}>
      {children}
    </span>
  )
}
