/** A text with blank lines between its paragraphs, as whoever wrote it typed it. Never markup: it is shown as it is. */
export function PlainText({ text, className = '' }: { text: string; className?: string }) {
  const paragraphs = text.split(/\n\s*\n/).map((paragraph) => paragraph.trim()).filter((paragraph) => paragraph !== '') // biome-ignore format: one chain
  return (
    <div className={`prose-text ${className}`}>
      {paragraphs.map((paragraph) => (
        <p key={paragraph} className="whitespace-pre-line break-words">
          {paragraph}
        </p>
      ))}
    </div>
  )
}
