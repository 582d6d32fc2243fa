/** Looks of the inbox page; colours keep 4.5:1 in both schemes. */
export const INBOX_STYLE = `
:root{color-scheme:light dark;--paper:light-dark(#fbfaf7,#16171a);--card:light-dark(#fff,#1f2125);--ink:light-dark(#1c1d21,#ecebe6);
--soft:light-dark(#5b5e68,#a9adb8);--line:light-dark(#e3e0d8,#34373e);--accent:light-dark(#0b5d4e,#6fd3bd);--on:light-dark(#e4f1ed,#17332d)}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 ui-sans-serif,system-ui,sans-serif}
header{display:flex;gap:.25rem 1rem;flex-wrap:wrap;align-items:baseline;padding:1rem clamp(1rem,4vw,2.5rem);border-block-end:1px solid var(--line)}
header a{font-weight:700;font-size:1.125rem;color:var(--ink);text-decoration:none}header p{margin:0;color:var(--soft);font-size:.875rem}
a{color:var(--accent)}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.solo{max-width:60rem;margin:0 auto;padding:1.25rem clamp(1rem,4vw,2.5rem)}
.solo h1{font-size:1.5rem;margin:0 0 1rem}.filter{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}.filter label{font-size:.875rem;color:var(--soft)}
input,button{font:inherit;padding:.45rem .75rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card);color:var(--ink);min-height:2.5rem}
input{flex:1 1 12rem;min-width:0}button{font-weight:600;cursor:pointer}
.count{color:var(--soft);font-size:.875rem;margin:1rem 0 .5rem}.empty{border:1px dashed var(--line);border-radius:.75rem;padding:2rem;color:var(--soft);text-align:center}
ul{list-style:none;margin:0;padding:0;border:1px solid var(--line);border-radius:.75rem;overflow:hidden;background:var(--card)}
li+li{border-block-start:1px solid var(--line)}
li a{display:grid;grid-template-columns:1fr auto;gap:0 1rem;padding:.75rem 1rem;color:inherit;text-decoration:none}
li a:hover,li a[aria-current]{background:var(--on)}li a:focus-visible{outline-offset:-3px}
.to{font-weight:600;overflow-wrap:anywhere}.subject,.snippet{grid-column:1/-1;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.snippet,time{color:var(--soft);font-size:.8125rem}time{font-variant-numeric:tabular-nums}
.split{display:grid;grid-template-columns:minmax(16rem,24rem) minmax(0,1fr);gap:2rem;padding:1.25rem clamp(1rem,4vw,2.5rem);align-items:start}
.split li time{display:none}
article h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem;overflow-wrap:anywhere}h2{font-size:.875rem;color:var(--soft);margin:1.5rem 0 .5rem}
dl{display:grid;grid-template-columns:auto 1fr;gap:.125rem 1rem;margin:0;font-size:.9375rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
iframe{width:100%;height:36rem;border:1px solid var(--line);border-radius:.75rem;background:#fff;color-scheme:light}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem;margin:0}
.back{display:none}
@media(max-width:52rem){.split{display:block}.split nav{display:none}.back{display:inline-block;padding:.25rem 0;margin-block-end:.75rem}}
`

/** Every two seconds, while the page is seen, replaces the list when the server's differs; focus stays where it was. */
export const INBOX_SCRIPT = `
setInterval(async()=>{if(document.hidden)return;try{
const text=await(await fetch(location.href)).text();
const next=new DOMParser().parseFromString(text,'text/html').getElementById('live');
const now=document.getElementById('live');
if(!next||!now||next.innerHTML===now.innerHTML)return;
const focused=now.contains(document.activeElement)?document.activeElement.getAttribute('href'):null;
now.replaceChildren(...next.childNodes);
if(focused)now.querySelector('a[href="'+CSS.escape(focused)+'"]')?.focus();
}catch{}},2000);
`
