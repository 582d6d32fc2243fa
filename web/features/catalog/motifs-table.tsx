import { between, type Motif } from './motif.ts'

/** Pots on a shelf: kitchen, tableware, home. */
export const vessels: Motif = ({ a, b, c }, random) => {
  const belly = between(random, 24, 34)
  const neck = between(random, 7, 12)
  const lift = between(random, 0, 24)
  return (
    <>
      <path className={c} d="M0 150h160v50H0z" />
      <path
        className={a}
        d={`M${62 - neck} ${54 + lift}h${neck * 2}c-2 22 ${belly - 6} 26 ${belly - 6} 56c0 28-12 40-${belly - 8} 40h-10c-12 0-${belly - 8}-12-${belly - 8}-40c0-30 ${belly - 6}-34 ${belly - 12}-56z`}
      />
      <path className={b} d={`M${58 - neck} ${48 + lift}h${neck * 2 + 8}v7h-${neck * 2 + 8}z`} />
      <path className={b} d="M96 116h44c0 22-6 34-14 34h-16c-8 0-14-12-14-34z" />
      <circle className={a} cx="118" cy={between(random, 100, 108)} r="12" />
    </>
  )
}

/** Fruit in a bowl: food, drink. */
export const fruit: Motif = ({ a, b, c }, random) => (
  <>
    <path className={c} d="M0 156h160v44H0z" opacity=".8" />
    <circle className={a} cx="60" cy={between(random, 92, 102)} r={between(random, 22, 27)} />
    <circle className={b} cx="100" cy={between(random, 90, 102)} r={between(random, 20, 26)} />
    <circle className={a} cx="82" cy={between(random, 66, 76)} r={between(random, 17, 21)} />
    <path className="fill-night" d="M22 108h116c0 32-22 48-38 48H60c-16 0-38-16-38-48z" />
  </>
)

/** Bottles: beauty, care, pharmacy. */
export const bottles: Motif = ({ a, b, c }, random) => {
  const tall = between(random, 66, 86)
  return (
    <>
      <path className={a} d={`M36 ${162 - tall}c0-8 6-12 12-12h12c6 0 12 4 12 12v${tall}H36z`} />
      <path className={c} d={`M46 ${132 - tall}h16v18H46z`} />
      <path className={b} d="M82 112h42v50H82z" />
      <path className={c} d="M90 94h26v18H90z" />
      <path className="fill-chalk" d="M36 132h36v14H36zM82 128h42v14H82z" />
      <path className={c} d="M0 162h160v38H0z" opacity=".85" />
    </>
  )
}

/** A mug with its handle. */
export const mug: Motif = ({ a, b, c }, random) => {
  const top = between(random, 72, 88)
  const band = between(random, 104, 124)
  return (
    <>
      <path className={c} d="M0 156h160v44H0z" />
      <path
        className={a}
        fillRule="evenodd"
        d={`M98 ${top + 14}h16c16 0 22 12 22 24s-8 26-26 26H98zM104 ${top + 26}v26h6c10 0 14-6 14-14s-4-12-12-12z`}
      />
      <path className={a} d={`M34 ${top}h72v62c0 12-8 22-20 22H54c-12 0-20-10-20-22z`} />
      <path className={b} d={`M34 ${band}h72v12H34z`} />
    </>
  )
}

/** A wide bowl with something round in it. */
export const bowl: Motif = ({ a, b, c }, random) => {
  const foot = between(random, 16, 26)
  return (
    <>
      <path className={c} d="M0 152h160v48H0z" />
      <circle className={b} cx={between(random, 60, 100)} cy="94" r={between(random, 18, 26)} />
      <path className={a} d={`M20 96h120c0 34-22 50-44 52H64c-22-2-44-18-44-52zM${80 - foot} 146h${foot * 2}v10h-${foot * 2}z`} />
      <path className={b} d="M24 110h112c-1 4-2 7-3 10H27c-1-3-2-6-3-10z" />
    </>
  )
}

/** A cup on its saucer, steaming. */
export const cup: Motif = ({ a, b, c }, random) => {
  const lean = between(random, -6, 6)
  return (
    <>
      <path className={c} d="M0 158h160v42H0z" />
      <path
        className={b}
        d={`M${62 + lean} 44c14 12-8 22 6 38h-7c-14-16 8-26-6-38zM${90 + lean} 36c14 14-8 26 6 44h-7c-14-18 8-30-6-44z`}
      />
      <path className={a} fillRule="evenodd" d="M108 96h12c12 0 17 9 17 17s-6 18-19 18h-12zM114 105v17h4c7 0 10-4 10-9s-3-8-9-8z" />
      <path className={a} d="M36 90h80c0 36-14 56-40 56s-40-20-40-56z" />
      <path className={b} d="M26 146h100c-4 9-14 14-26 14H52c-12 0-22-5-26-14z" />
    </>
  )
}

/** A pouch with a label, as beans and spices come in. */
export const pouch: Motif = ({ a, b, c }, random) => {
  const label = between(random, 92, 104)
  return (
    <>
      <path className={c} d="M0 162h160v38H0z" />
      <path className={a} d="M44 38h72l-4 12 12 112H36L48 50z" />
      <path className={b} d="M46 46h68v8H46z" />
      <path className="fill-chalk" d={`M52 ${label - 14}h56v50H52z`} />
      <path
        className={b}
        d={`M80 ${label - 6}c14 0 20 8 20 17s-6 17-20 17c6-11 6-23 0-34zM76 ${label - 5}c-12 2-16 9-16 16s4 14 16 17c4-11 4-22 0-33z`}
      />
    </>
  )
}
