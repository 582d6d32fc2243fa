/** The way into the stoa, painted: beside the pages where somebody logs in. */
export function Doorway({ className = '' }: { className?: string }) {
  return (
    <svg viewBox="0 0 400 520" className={className} preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">
      <path className="fill-night" d="M0 0h400v520H0z" />
      <circle className="fill-ochre" cx="292" cy="118" r="46" />
      <path className="fill-lapis" d="M0 318c70-34 128-20 200-34s132-44 200-22v258H0z" />
      <path className="fill-murex" d="M0 372c90-22 150 6 238-10s110-30 162-24v182H0z" />
      <path className="fill-chalk" d="M52 150h296v26H52zM66 186h268v20H66z" />
      <path className="fill-cinnabar" d="M66 176h268v10H66z" />
      <path className="fill-night" d="M96 206h208v254H96z" opacity=".55" />
      <path className="fill-sky" d="M132 460V292a68 68 0 0 1 136 0v168z" />
      <circle className="fill-cinnabar" cx="200" cy="330" r="26" />
      <path className="fill-malachite" d="M132 400c44-26 92-26 136-6v66H132z" />
      <path
        className="fill-chalk"
        d="M70 206h44v14H70zM78 220h28v226H78zM70 446h44v14H70zM286 206h44v14h-44zM294 220h28v226h-28zM286 446h44v14h-44z"
      />
      <path className="fill-stone-deep" d="M87 224h3v218h-3zM94 224h3v218h-3zM303 224h3v218h-3zM310 224h3v218h-3z" opacity=".5" />
      <path className="fill-chalk" d="M40 460h320v18H40zM22 478h356v20H22zM0 498h400v22H0z" />
      <path className="fill-ochre" d="M332 430c0-16 9-20 9-34h12c0 14 9 18 9 34 0 16-7 30-15 30s-15-14-15-30z" />
    </svg>
  )
}
